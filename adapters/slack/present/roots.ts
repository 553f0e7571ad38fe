import type { Addressee } from '../../../src/delivery/platform-port.ts';
import { SendError } from '../../../src/delivery/send-error.ts';
import type { Ledger } from '../../../src/stores/types.ts';
import type { Clients } from '../client/clients.ts';
import { call, refusalOf } from '../client/send-errors.ts';
import { mayFetch } from '../files/download.ts';
import { LIMITS, TIMEOUTS } from '../limits.ts';
import { type Origin, originOf } from '../receive/origin.ts';
import { escapeText } from '../render/footer.ts';
import { neutralise } from '../render/mentions.ts';

/** A channel and a thread in it that an answer goes to. */
export interface AnswerPlace {
  readonly channel: string;
  readonly thread: string;
  readonly recipientTeam: string;
}

const KEPT_MS = 24 * 60 * 60_000;
/** The bot is not where the command was given. */
const NO_ACCESS = new Set(['not_in_channel', 'channel_not_found', 'is_archived', 'restricted_action']);

/**
 * Where answers go. A slash command leaves no message in the channel: what was asked is posted in the person's name,
 * and the answer goes into a thread under it.
 */
export function createRoots(clients: Clients, ledger: Ledger, apiUrl: string | null) {
  const posting = new Map<string, Promise<string>>();

  async function rootOf(to: Addressee, origin: Origin, line: string): Promise<string> {
    const key = `slack root ${to.id.replace(/:r[\d.]+$/, '')}`;
    const known = await ledger.get(key);
    if (known !== null) return known;
    const text = `<@${to.author.id}>: ${neutralise(escapeText(line)).slice(0, LIMITS.sectionCharacters)}`;
    try {
      const posted = await call('chat.postMessage', () =>
        clients.final.chat.postMessage({
          channel: origin.channel,
          text,
          unfurl_links: false,
          unfurl_media: false,
        }),
      );
      if (posted.ts === undefined) throw new SendError('unknown', 'chat.postMessage: no ts');
      await ledger.put(key, posted.ts, KEPT_MS);
      return posted.ts;
    } catch (error) {
      const code = refusalOf((error as SendError).cause);
      if (code !== null && NO_ACCESS.has(code)) await tellNoAccess(origin, apiUrl);
      throw error;
    }
  }

  return {
    /** @throws SendError */
    async placeOf(to: Addressee): Promise<AnswerPlace> {
      const origin = originOf(to);
      if (origin === null) throw new SendError('refused', 'a message without a place');
      const { channel, command, recipientTeam, thread } = origin;
      if (thread !== '' || command === undefined) return { channel, thread, recipientTeam };
      const running = posting.get(to.id) ?? rootOf(to, origin, command.line);
      posting.set(to.id, running);
      try {
        return { channel, thread: await running, recipientTeam };
      } finally {
        posting.delete(to.id);
      }
    },
  };
}

/** The one way to somebody in a channel that the bot is not in. */
async function tellNoAccess({ command }: Origin, apiUrl: string | null): Promise<void> {
  const url = command?.responseUrl ?? null;
  if (url === null || !isResponseUrl(url, apiUrl)) return;
  const text = 'I can’t write here. Invite me to this channel (`/invite`), or ask me in a direct message.';
  await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ response_type: 'ephemeral', text }),
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUTS.stream),
  }).then(
    (response) => response.body?.cancel(),
    () => {},
  );
}

function isResponseUrl(url: string, apiUrl: string | null): boolean {
  const parsed = URL.parse(url);
  return parsed?.origin === 'https://hooks.slack.com' || mayFetch(url, apiUrl);
}

export type Roots = ReturnType<typeof createRoots>;
