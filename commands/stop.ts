import type { Command, Words } from './types.ts';

const STOPPED: Words = { en: 'Stopped.', zh: '已停止。' };
const NOTHING: Words = {
  en: 'There is no answer to you that could be stopped.',
  zh: '没有正在给你的回答可以停止。',
};

export const stop: Command = {
  name: 'stop',
  description: { en: 'Stop the answer that is being written for you', zh: '停止正在给你写的回答' },
  usage: { en: '', zh: '' },
  options: [],
  async run(_call, { answers, conversation, language, who }) {
    const latest = answers.live(conversation, who.user).at(-1);
    const stopped = latest !== undefined && (await answers.stop(latest.messageId));
    return { kind: 'say', text: (stopped ? STOPPED : NOTHING)[language] };
  },
};
