import type { Command } from './command.ts';

export const math: Command = {
  kind: 'ask',
  name: 'math',
  expert: 'math',
  description: 'Ask the math expert',
};
