import type { ExpertName } from '../src/conversation/types.ts';
import { meantText, nothingMeant } from './meant-text.ts';
import type { Command, CommandName, CommandOption, Words } from './types.ts';

export const TEXT_OPTION: CommandOption = {
  name: 'text',
  kind: 'text',
  description: { en: 'Your message', zh: '你的消息' },
  required: false,
};

export const TEXT_USAGE: Words = { en: 'TEXT', zh: '内容' };

/** A command that puts its text through to an expert; null: routed as usual. */
export function askExpert(name: CommandName, expert: ExpertName | null, description: Words): Command {
  return {
    name,
    description,
    usage: TEXT_USAGE,
    options: [TEXT_OPTION],
    async run(call, context) {
      const meant = await meantText(call.text, context);
      if (meant === null) return nothingMeant(call, context);
      const { text, replied } = meant;
      // "What is this?" in reply to a picture; an expert who was named looks at none.
      const shown = expert === null && (context.repliedTo?.files.pictures ?? 0) > 0;
      return { kind: 'ask', changes: { text, forced: expert, withRepliedFiles: replied || shown } };
    },
  };
}
