import type { Command } from './command.ts';

export const reset: Command = {
  kind: 'act',
  name: 'reset',
  description: 'Forget this conversation',
  async act({ switchboard, conversation }) {
    const forgotten = await switchboard.forget(conversation);
    return forgotten ? 'Forgotten. This is a new conversation.' : 'There was nothing to forget.';
  },
};
