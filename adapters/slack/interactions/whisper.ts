import { parseMarkdown } from '../../../src/rendering/parse.ts';
import { serialise } from '../../../src/rendering/serialise.ts';
import type { Clients } from '../client/clients.ts';
import { call } from '../client/send-errors.ts';
import { LIMITS } from '../limits.ts';
import { finalDialect } from '../render/dialect.ts';

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

/** Markdown from us or a model as a `markdown` block may hold it: no mass mentions, no live links that leak. */
function safeMarkdown(markdown: string): string {
  return serialise(parseMarkdown(markdown).children, finalDialect);
}
