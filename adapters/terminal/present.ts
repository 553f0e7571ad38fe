import type { AnswerEvent, Receipt } from '../../src/conversation/types.ts';
import type { Language } from '../../src/conversation/wording.ts';
import { checkWords } from '../../src/delivery/check-words.ts';
import { expertWord } from '../../src/delivery/expert-words.ts';
import { receiptLine as lineOf } from '../../src/delivery/receipt-line.ts';

export interface Screen {
  /** What belongs to the answer. */
  out(text: string): void;
  /** What is said about it: status lines and errors. */
  err(text: string): void;
}

/**
 * Writes an answer as it grows. Escape sequences of the model are made harmless: its output is untrusted, and a
 * terminal obeys them.
 *
 * @param language of what is said about it
 * @returns the receipt, or null when the turn ended with an error, which was shown
 */
export async function present(
  events: AsyncIterable<AnswerEvent>,
  screen: Screen,
  language: Language = 'en',
): Promise<Receipt | null> {
  let receipt: Receipt | null = null;
  for await (const { event, data } of events) {
    switch (event) {
      case 'text':
        screen.out(harmless(data.delta));
        break;
      case 'replace':
        screen.out(`\n\n${harmless(data.text)}`);
        break;
      case 'queue':
        screen.err(`${{ en: 'waiting, position', zh: '排队中，位置' }[language]} ${data.position}\n`);
        break;
      case 'check':
        // A detail may quote the model.
        if (data.status !== 'passed') {
          screen.err(`\n${checkWords(data, language)}: ${harmless(data.detail ?? data.status)}`);
        }
        break;
      case 'done':
        receipt = data;
        break;
      case 'error':
        screen.err(`${data.error.message}\n`);
        break;
      case 'step':
        screen.err(stepLine(data, language));
        break;
      case 'route':
        break;
    }
  }
  return receipt;
}

const MARKS = { running: '…', done: '✓', failed: '✗' } as const;

/** @example '1/2 math ✓' */
function stepLine(
  { expert, index, of, state }: Extract<AnswerEvent, { event: 'step' }>['data'],
  language: Language,
): string {
  const place = of === undefined ? `${index + 1}` : `${index + 1}/${of}`;
  return `${place} ${expertWord(expert, language)} ${MARKS[state]}\n`;
}

/** Text without control characters, line breaks aside. A sequence may be split over two deltas, so it is the control characters that go, not whole sequences. */
export function harmless(text: string): string {
  return text.replace(/\p{Cc}/gu, (character) => (character === '\n' || character === '\t' ? character : ''));
}

/** One line under an answer: what people are told of it anywhere, and the model. */
export function receiptLine(receipt: Receipt, language: Language = 'en'): string {
  const phase = receipt.finish === 'stopped' ? 'stopped' : 'done';
  return `${lineOf({ phase, receipt }, language)} · ${receipt.model_used}`;
}
