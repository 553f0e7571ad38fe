import type { Message } from '../../../src/conversation/types.ts';
import type { Language } from '../../../src/conversation/wording.ts';
import type { ButtonAction } from '../../../src/delivery/buttons.ts';
import type { AnswerView } from '../../../src/delivery/platform-port.ts';
import { otherExperts, receiptLine } from '../../../src/delivery/receipt-line.ts';
import { stepsLine } from '../../../src/delivery/steps-line.ts';
import type { Block } from '../../../src/rendering/types.ts';
import type { Button } from './parts-of-answer.ts';

type Sign = (action: ButtonAction) => string;
type Words = Readonly<Record<Language, string>>;

const RETRY: Words = { en: '🔄 Retry', zh: '🔄 重试' };
const STOP: Words = { en: '⏹ Stop', zh: '⏹ 停止' };
const GOOD: Words = { en: '👍 Good', zh: '👍 有帮助' };
const BAD: Words = { en: '👎 Bad', zh: '👎 没帮助' };
const PER_ROW = 3;
const ERROR_CHARACTERS = 1_000;

/** The last lines of an answer: what went wrong, who answered and how sure that was. */
export function receiptBlocks(view: AnswerView, language: Language): Block[] {
  const line = receiptLine(view, language);
  const blocks: Block[] = [];
  if (view.error !== null) blocks.push(paragraph(`⚠️ ${view.error.message.slice(0, ERROR_CHARACTERS)}`));
  if (line !== '') {
    blocks.push({
      type: 'paragraph',
      children: [{ type: 'emphasis', children: [{ type: 'text', value: line }] }],
    });
  }
  return blocks;
}

/** Buttons under the final form. */
export function finalKeyboard(
  view: AnswerView,
  message: Pick<Message, 'attachments'>,
  language: Language,
  sign: Sign,
): Button[][] {
  const button = (text: string, action: ButtonAction): Button => ({ text, callback_data: sign(action) });
  const first = [button(RETRY[language], { do: 'retry' })];
  if (view.phase === 'done') {
    first.push(button(GOOD[language], { do: 'good' }), button(BAD[language], { do: 'bad' }));
  }
  const experts = view.receipt === null ? [] : otherExperts(view, message);
  const others = experts.map((expert) => button(expert, { do: 'expert', expert }));
  return [first, ...rowsOf(others)];
}

/** While it is written, where Telegram has no stop button of its own. */
export function stopKeyboard(language: Language, sign: Sign): Button[][] {
  return [[{ text: STOP[language], callback_data: sign({ do: 'stop' }) }]];
}

/** A plan of several steps, while it is carried out. */
export function stepsBlocks(view: AnswerView, language: Language): Block[] {
  const line = stepsLine(view, language, { running: '⏳', done: '✅', failed: '❌' });
  return line === null ? [] : [paragraph(line)];
}

export function paragraph(value: string): Block {
  return { type: 'paragraph', children: [{ type: 'text', value }] };
}

function rowsOf(buttons: readonly Button[]): Button[][] {
  const count = Math.ceil(buttons.length / PER_ROW);
  return Array.from({ length: count }, (_, row) => buttons.slice(row * PER_ROW, (row + 1) * PER_ROW));
}
