import type { Command } from './command.ts';

export const ask: Command = {
  kind: 'ask',
  name: 'ask',
  expert: null,
  description: 'Ask; the router picks the expert',
};
