import type { Clients } from './clients.ts';
import { LIMITS } from './limits.ts';
import { safeMarkdown } from './safe-markdown.ts';
import { call } from './send-errors.ts';

export interface Where {
  readonly channel: string;
  /** Null: in the main flow. */
  readonly thread: string | null;
  readonly user: string;
}

/** Tells one person something, in Markdown; the others of the channel do not see it. It is gone with a reload. */
export async function whisper({ final }: Clients, where: Where, markdown: string): Promise<void> {
  const { channel, thread, user } = where;
  await call('chat.postEphemeral', () =>
    final.chat.postEphemeral({
      channel,
      user,
      ...whisperContent(markdown),
      ...(thread !== null && { thread_ts: thread }),
    }),
  );
}

/** The blocks of something said to one person; also for `response_url`. */
export function whisperContent(markdown: string) {
  const text = safeMarkdown(markdown).slice(0, LIMITS.markdownCharacters);
  return {
    text: text.slice(0, LIMITS.textCharacters),
    blocks: [{ type: 'markdown' as const, text }],
  };
}
