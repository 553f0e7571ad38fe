import { TEXT_OPTION, TEXT_USAGE } from './ask-expert.ts';
import type { Command, Words } from './types.ts';

const NO_PICTURE: Words = {
  en: 'There is no picture here. Send one with `/vision`, or reply with it to a message that has one.',
  zh: '这里没有图片。请和 `/vision` 一起发送一张图片，或用它回复带图片的消息。',
};

export const vision: Command = {
  name: 'vision',
  description: {
    en: 'Ask about a picture, sent along or replied to',
    zh: '询问一起发送的或所回复消息里的图片',
  },
  usage: TEXT_USAGE,
  options: [
    TEXT_OPTION,
    { name: 'image', kind: 'image', description: { en: 'The picture', zh: '图片' }, required: false },
  ],
  async run({ text }, { files, language, repliedTo }) {
    if (files.pictures > 0) {
      return { kind: 'ask', changes: { text, forced: 'vision', withRepliedFiles: false } };
    }
    if (repliedTo === null || repliedTo.files.pictures === 0) {
      return { kind: 'say', text: NO_PICTURE[language] };
    }
    const asked = text === '' ? repliedTo.text.trim() : text;
    return { kind: 'ask', changes: { text: asked, forced: 'vision', withRepliedFiles: true } };
  },
};
