import type { Command } from './command.ts';

export const experts: Command = {
  kind: 'act',
  name: 'experts',
  description: 'Who answers what, and how they are',
  async act({ switchboard }) {
    const rows = await switchboard.experts();
    return rows
      .map(
        ({ name, modelUsed, state }) => `${name}: ${modelUsed ?? 'no model'} (${state.replaceAll('_', ' ')})`,
      )
      .join('\n');
  },
};
