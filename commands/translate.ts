import type { Command } from './command.ts';

export const translate: Command = {
  kind: 'ask',
  name: 'translate',
  expert: 'translate',
  description: 'Ask the translation expert',
};
