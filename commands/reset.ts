import type { Command, Words } from './types.ts';

const FORGOTTEN: Words = {
  en: 'Forgotten. This is a new conversation.',
  zh: '已经忘记。现在是一段新的对话。',
};
const NOTHING: Words = { en: 'There was nothing to forget.', zh: '没有什么可以忘记的。' };

export const reset: Command = {
  name: 'reset',
  description: { en: 'Forget this conversation', zh: '忘记这段对话' },
  usage: { en: '', zh: '' },
  options: [],
  async run(_call, { conversation, language, switchboard }) {
    const forgotten = await switchboard.forget(conversation);
    return { kind: 'say', text: (forgotten ? FORGOTTEN : NOTHING)[language] };
  },
};
