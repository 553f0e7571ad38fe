import type { Addressee } from '../../../src/delivery/platform-port.ts';
import { isRecord } from '../json.ts';

const REMEMBERED = 5_000;

/**
 * Notices that a question was deleted, or its answer taken away with it. Telegram tells bots nothing of either; but a
 * message of ours comes back from an edit without what it replied to, or can no longer be edited.
 *
 * @param onGone called once for each answer that nobody wants any more
 */
export function createQuestions(onGone: (to: Addressee) => void) {
  /** Messages of ours that stood when this answer was last written, and whether they were replies. */
  const seen = new Map<string, boolean>();
  const keyOf = (to: Addressee, ref: string) => `${to.id} ${ref}`;
  return {
    /** @param message ours, as a call gave it back */
    stands(to: Addressee, ref: string, message: unknown): void {
      if (!isRecord(message)) return;
      const key = keyOf(to, ref);
      const isReply = isRecord(message.reply_to_message);
      if (seen.get(key) === true && !isReply) {
        seen.delete(key);
        onGone(to);
        return;
      }
      if (seen.size >= REMEMBERED) seen.delete(seen.keys().next().value ?? '');
      seen.set(key, isReply);
    },
    /** A message could not be edited since it is gone; of an earlier answer it says nothing about this one. */
    gone(to: Addressee, ref: string): void {
      if (seen.delete(keyOf(to, ref))) onGone(to);
    },
  };
}
