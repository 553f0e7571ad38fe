import type { Config } from '../config/types.ts';
import { type Finding, ok, problem, warning } from './finding.ts';

const API_URL = 'https://slack.com/api/';
const TIMEOUT_MS = 10_000;
/** Without these there is no answer; the others cost a feature each. */
const NEEDED_SCOPES = [
  'app_mentions:read',
  'chat:write',
  'im:history',
  'files:read',
  'files:write',
  'users:read',
];

interface Answer {
  /** Null when Slack took the token; else its code, or why there was no answer. */
  readonly refused: string | null;
  readonly reached: boolean;
  readonly team: string;
  readonly scopes: readonly string[] | null;
}

/** Whether Slack takes the tokens, and what the app may do. */
export async function checkSlack(slack: Config['slack'], signal: AbortSignal): Promise<Finding[]> {
  if (slack === null) return [ok('slack: off, SLACK_BOT_TOKEN is not set')];
  const apiUrl = slack.apiUrl ?? API_URL;
  const [bot, app] = await Promise.all([
    ask(`${apiUrl}auth.test`, slack.botToken, signal),
    slack.appToken === null ? null : ask(`${apiUrl}apps.connections.open`, slack.appToken, signal),
  ]);
  const findings = [botFinding(bot)];
  if (bot.scopes !== null) {
    const missing = NEEDED_SCOPES.filter((scope) => !bot.scopes?.includes(scope));
    if (missing.length > 0) {
      const mend = 'Paste deploy/slack/manifest.json into the app’s manifest and install it again.';
      findings.push(warning(`slack: the app lacks the scopes ${missing.join(', ')}`, mend));
    }
  }
  if (app !== null) findings.push(appFinding(app));
  else findings.push(ok('slack: events come signed over HTTP, to POST /slack/events'));
  return findings;
}

function botFinding({ reached, refused, team }: Answer): Finding {
  if (refused === null) return ok(`slack: the bot token is good for ${team}`);
  const what = `slack: SLACK_BOT_TOKEN, ${reached ? 'Slack refuses it' : 'Slack cannot be reached'} (${refused})`;
  return problem(what, reached ? 'Copy the Bot User OAuth Token (xoxb-…) from OAuth & Permissions.' : null);
}

function appFinding({ reached, refused }: Answer): Finding {
  if (refused === null) return ok('slack: the app token opens a socket');
  const what = `slack: SLACK_APP_TOKEN, ${reached ? 'Slack refuses it' : 'Slack cannot be reached'} (${refused})`;
  const mend = 'Make an app-level token (xapp-…) with connections:write under Basic Information.';
  return problem(what, reached ? mend : null);
}

async function ask(url: string, token: string, signal: AbortSignal): Promise<Answer> {
  const unreached = { reached: false, team: '', scopes: null };
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    const scopes = response.headers.get('x-oauth-scopes')?.split(/\s*,\s*/) ?? null;
    const body = (await response.json()) as { ok?: unknown; error?: unknown; team?: unknown };
    const refused = body.ok === true ? null : String(body.error ?? `HTTP ${response.status}`);
    return { reached: true, refused, team: String(body.team ?? ''), scopes };
  } catch {
    return { ...unreached, refused: 'no answer' };
  }
}
