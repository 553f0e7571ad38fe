import type { Command, Words } from './types.ts';

const NOTHING: Words = {
  en: 'There is nothing of yours here to answer again.',
  zh: '这里没有你的消息可以重新回答。',
};

const WRITING: Words = {
  en: 'Your answer is still being written. `/stop` ends it; then it can be retried.',
  zh: '你的回答还在写。先用 `/stop` 停止，再重试。',
};

export const retry: Command = {
  name: 'retry',
  description: { en: 'Answer your latest message again', zh: '重新回答你的上一条消息' },
  usage: { en: '', zh: '' },
  options: [],
  async run(_call, { answers, conversation, language, messageId, switchboard, who }) {
    if (answers.live(conversation, who.user).length > 0) return { kind: 'say', text: WRITING[language] };
    const message = await switchboard.again(conversation, { by: who.user }, { id: messageId });
    return message === null ? { kind: 'say', text: NOTHING[language] } : { kind: 'again', message };
  },
};
