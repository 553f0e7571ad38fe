import type { Command, Words } from './types.ts';

const NOTHING: Words = {
  en: 'There is nothing of yours here to answer again.',
  zh: '这里没有你的消息可以重新回答。',
};

export const retry: Command = {
  name: 'retry',
  description: { en: 'Answer your latest message again', zh: '重新回答你的上一条消息' },
  usage: { en: '', zh: '' },
  options: [],
  async run(_call, { conversation, language, messageId, switchboard, who }) {
    const message = await switchboard.again(conversation, { by: who.user }, { id: messageId });
    return message === null ? { kind: 'say', text: NOTHING[language] } : { kind: 'again', message };
  },
};
