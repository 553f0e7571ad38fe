import type { AnswerWords } from './words.ts';

export type { AnswerWords } from './words.ts';

/** One answer that may still be written. Its container holds nothing else. */
export interface AnswerView {
  append(delta: string): void;
  /** The whole answer anew, after a repair. */
  replace(text: string): void;
  /** Settles everything; resolves when all of it is drawn. */
  finish(): Promise<void>;
  /** The Markdown so far, as it came: for "copy as Markdown". */
  readonly text: string;
  /** Stops drawing; what stands in the container stays. */
  dispose(): void;
}

/** An answer as it comes. The container gets the class `answer-text`, which `answer.css` draws. */
export function createAnswerView(container: HTMLElement, _words: AnswerWords): AnswerView {
  let text = '';
  container.classList.add('answer-text');
  const draw = () => {
    container.textContent = text;
  };
  return {
    append(delta) {
      text += delta;
      draw();
    },
    replace(whole) {
      text = whole;
      draw();
    },
    finish: async () => draw(),
    get text() {
      return text;
    },
    dispose() {},
  };
}

/**
 * An answer of the history. Far off screen its text stands as it is and is drawn once it comes near; the promise
 * resolves when it is drawn or put off.
 */
export async function showAnswer(container: HTMLElement, text: string, words: AnswerWords): Promise<void> {
  const view = createAnswerView(container, words);
  view.append(text);
  await view.finish();
}
