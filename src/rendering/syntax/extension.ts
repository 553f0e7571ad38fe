import type { Processor } from 'unified';
import { attentionLimit } from './attention-limit.ts';
import { bracketFlow, dollarFlow } from './math-flow.ts';
import { bracketText, dollarText } from './math-text.ts';
import { CHAR, type Extension } from './micromark.ts';

const chatSyntax: Extension = {
  // remark-math's own grammar makes "$5 and $10" a formula, and HTML is text in a chat.
  disable: { null: ['mathFlow', 'mathText', 'htmlFlow', 'htmlText'] },
  flow: { [CHAR.dollar]: dollarFlow, [CHAR.backslash]: bracketFlow },
  text: {
    [CHAR.dollar]: dollarText,
    [CHAR.backslash]: bracketText,
    [CHAR.asterisk]: attentionLimit,
    [CHAR.underscore]: attentionLimit,
    [CHAR.tilde]: attentionLimit,
  },
};

/** A unified plugin: the Markdown that models write in chats. Comes after remark-math, whose nodes it makes. */
export function remarkChatSyntax(this: Processor): void {
  const data = this.data();
  data.micromarkExtensions ??= [];
  data.micromarkExtensions.push(chatSyntax);
}
