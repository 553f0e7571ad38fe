import { receiptInWords } from './receipt-words.ts';
import type { Command, Words } from './types.ts';

const NOTHING: Words = {
  en: 'There is no answer to you in this conversation yet.',
  zh: '这段对话里还没有给你的回答。',
};

export const why: Command = {
  name: 'why',
  description: {
    en: 'Who gave your last answer, why, and what was checked',
    zh: '上一个回答由谁给出、为什么、检查了什么',
  },
  usage: { en: '', zh: '' },
  options: [],
  async run(_call, { conversation, language, switchboard, who }) {
    const turn = await switchboard.findTurn(conversation, { by: who.user });
    return { kind: 'say', text: turn === null ? NOTHING[language] : receiptInWords(turn.receipt, language) };
  },
};
