import type { Config } from '../config/types.ts';
import { type Finding, ok, problem, warning } from './finding.ts';

const API_ROOT = 'https://api.telegram.org';
const TIMEOUT_MS = 10_000;

type Json = Readonly<Record<string, unknown>>;
type Answer =
  | { readonly ok: true; readonly result: Json }
  /** `code` is 0 when there was no answer. */
  | { readonly ok: false; readonly code: number; readonly words: string };

/** Whether Telegram takes the token, what the bot hears in groups, and whether updates can come in. */
export async function checkTelegram(telegram: Config['telegram'], signal: AbortSignal): Promise<Finding[]> {
  if (telegram === null) return [ok('telegram: off, TELEGRAM_BOT_TOKEN is not set')];
  const call = (method: string) => ask(telegram.apiRoot ?? API_ROOT, telegram.botToken, method, signal);
  const me = await call('getMe');
  if (!me.ok) return [tokenFinding(me)];
  const webhook = await call('getWebhookInfo');
  return [
    ok(`telegram: the token is good for @${String(me.result.username)}`),
    privacyFinding(me.result),
    ...(webhook.ok ? [webhookFinding(webhook.result, telegram.webhookUrl)] : []),
  ];
}

function tokenFinding({ code, words }: Extract<Answer, { ok: false }>): Finding {
  if (code === 0) return problem('telegram: TELEGRAM_BOT_TOKEN, Telegram cannot be reached', null);
  const what = `telegram: TELEGRAM_BOT_TOKEN, Telegram refuses it (${code} ${words})`;
  return problem(what, 'Copy the token from @BotFather: /mybots, the bot, API Token.');
}

/** Either is as it may be; what surprises people is that the bot does not hear what they write to each other. */
function privacyFinding({ can_join_groups: mayJoin, can_read_all_group_messages: all }: Json): Finding {
  if (mayJoin === false) {
    const mend = 'To use it in groups: @BotFather, /setjoingroups, Enable.';
    return warning('telegram: the bot may not be added to groups', mend);
  }
  if (all === true) return ok('telegram: privacy mode is off, in groups the bot is given every message');
  return ok(
    'telegram: privacy mode is on, in groups the bot is given commands, replies to it and mentions alone. ' +
      'To have it answer all: make it an administrator, or @BotFather, /setprivacy, Disable, and add it to the group again',
  );
}

function webhookFinding({ last_error_message: error, url }: Json, wanted: string | null): Finding {
  const set = typeof url === 'string' ? url : '';
  if (wanted === null) {
    if (set === '') return ok('telegram: updates come by long polling');
    // Its address may hold a secret of whoever set it.
    return warning(
      'telegram: a webhook is set for this bot, which long polling removes at the start',
      'If another program uses this bot, give Switchboard one of its own.',
    );
  }
  if (set !== wanted) return ok('telegram: the webhook is set at the start, to TELEGRAM_WEBHOOK_URL');
  if (typeof error === 'string' && error !== '') {
    const mend = 'TELEGRAM_WEBHOOK_URL has to lead to POST /telegram/webhook of this server, over https.';
    return warning(`telegram: the webhook’s last update failed (${error})`, mend);
  }
  return ok('telegram: the webhook is set');
}

/** The address holds the token, and so may errors of the network: none of them is shown. */
async function ask(root: string, token: string, method: string, signal: AbortSignal): Promise<Answer> {
  try {
    const response = await fetch(`${root.replace(/\/+$/, '')}/bot${token}/${method}`, {
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    const body = (await response.json()) as { ok?: unknown; result?: Json; description?: unknown };
    if (body.ok === true && body.result !== undefined) return { ok: true, result: body.result };
    return { ok: false, code: response.status, words: String(body.description ?? '') };
  } catch {
    return { ok: false, code: 0, words: '' };
  }
}
