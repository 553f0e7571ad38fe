import type { Addressee } from '../../../src/delivery/platform-port.ts';
import { isRecord } from '../json.ts';

const REMEMBERED = 5_000;

/**
 * Notices that a question was deleted. Telegram tells bots nothing of it; but a message of ours that replies to it comes
 * back from an edit without it.
 *
 * @param onGone called once for each answer whose question has gone
 */
export function createQuestions(onGone: (to: Addressee) => void) {
  /** Messages of ours that were seen with what they reply to. */
  const replies = new Set<string>();
  return {
    /** @param message ours, as a call gave it back */
    look(to: Addressee, ref: string, message: unknown): void {
      if (!isRecord(message)) return;
      if (isRecord(message.reply_to_message)) {
        if (replies.size >= REMEMBERED) replies.delete(replies.values().next().value ?? '');
        replies.add(ref);
      } else if (replies.delete(ref)) onGone(to);
    },
  };
}
