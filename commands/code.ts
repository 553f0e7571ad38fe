import type { Command } from './command.ts';

export const code: Command = {
  kind: 'ask',
  name: 'code',
  expert: 'code',
  description: 'Ask the code expert',
};
