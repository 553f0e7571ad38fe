import type { CommandContext } from '../../commands/index.ts';
import type { Message } from '../../src/conversation/types.ts';

/** The one answer that a terminal writes at a time. */
export interface Desk {
  readonly answers: CommandContext['answers'];
  /** Lets `write` answer a message; its signal is aborted by `/stop` and Ctrl-C. */
  run(message: Message, write: (signal: AbortSignal) => Promise<void>): Promise<void>;
  /** Stops what is being written; false when nothing is. */
  interrupt(): boolean;
}

export function createDesk(): Desk {
  let running: { readonly message: Message; readonly stop: AbortController } | null = null;

  function interrupt(): boolean {
    running?.stop.abort();
    return running !== null;
  }

  return {
    interrupt,
    answers: {
      live: () => {
        if (running === null) return [];
        const { author, conversation, id } = running.message;
        return [{ messageId: id, conversation, authorId: author.id }];
      },
      stop: async (messageId) => messageId === running?.message.id && interrupt(),
    },
    async run(message, write) {
      const stop = new AbortController();
      running = { message, stop };
      await write(stop.signal).finally(() => {
        running = null;
      });
    },
  };
}
