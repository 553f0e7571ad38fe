import type { Language } from '../src/conversation/wording.ts';
import type { ExpertStatus } from '../src/switchboard.ts';
import type { Command, Words } from './types.ts';

const STATES: Readonly<Record<ExpertStatus['state'], Words>> = {
  up: { en: 'up', zh: '在线' },
  down: { en: 'down', zh: '离线' },
  embedded: { en: 'embedded', zh: '内置' },
  played_by_general: { en: 'played by general', zh: '由 general 代答' },
};
const NO_MODEL: Words = { en: 'no model', zh: '没有模型' };

export const experts: Command = {
  name: 'experts',
  description: { en: 'Who answers what, and how they are', zh: '有哪些专家，状态如何' },
  usage: { en: '', zh: '' },
  options: [],
  async run(_call, { language, switchboard }) {
    const rows = await switchboard.experts();
    return { kind: 'say', text: rows.map((row) => line(row, language)).join('\n') };
  },
};

function line({ name, modelUsed, state }: ExpertStatus, language: Language): string {
  return `- ${name}: ${modelUsed ?? NO_MODEL[language]} (${STATES[state][language]})`;
}
