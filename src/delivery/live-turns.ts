import type { ConversationKey, Message } from '../conversation/types.ts';
import type { LiveAnswer } from './answers.ts';

/** A turn that was accepted and has not ended. */
export interface LiveTurn extends LiveAnswer {
  readonly replaces: string | null;
  /** Aborts when its reply is no longer to be changed: the process stops, or another answer takes it over. */
  readonly leave: AbortController;
  /** Resolves when its handler has ended; null while none runs. */
  running: Promise<void> | null;
}

/** The turns that wait or run in this process, oldest first. */
export interface LiveTurns {
  /** The same turn again when it is known. */
  add(message: Message): LiveTurn;
  drop(messageId: string): void;
  /** The turns of a message, and of those that took its place. */
  of(messageId: string): readonly LiveTurn[];
  in(conversation: ConversationKey): readonly LiveTurn[];
}

export function createLiveTurns(): LiveTurns {
  const turns = new Map<string, LiveTurn>();
  return {
    add(message) {
      const known = turns.get(message.id);
      if (known !== undefined) return known;
      const turn = {
        messageId: message.id,
        conversation: message.conversation,
        authorId: message.author.id,
        replaces: message.replaces ?? null,
        leave: new AbortController(),
        running: null,
      };
      turns.set(message.id, turn);
      return turn;
    },
    drop: (messageId) => void turns.delete(messageId),
    of: (messageId) =>
      [...turns.values()].filter((turn) => turn.messageId === messageId || turn.replaces === messageId),
    in: (conversation) => [...turns.values()].filter((turn) => turn.conversation === conversation),
  };
}
