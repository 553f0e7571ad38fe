import { installCopying } from './copy/install.ts';
import { el } from './element.ts';
import { createGrowth } from './growth.ts';
import { whenNear } from './near.ts';
import { plainText } from './tail.ts';
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

/** Longer ones are drawn before the reader's eyes; shorter ones take the place of their plain text at once. */
const LONG_CHARACTERS = 20_000;

/** An answer as it comes. The container gets the class `answer-text`, which `answer.css` draws. */
export function createAnswerView(container: HTMLElement, words: AnswerWords): AnswerView {
  const root = prepare(container);
  container.replaceChildren(root);
  return createGrowth(container, root, words);
}

/**
 * An answer of the history. Far off screen its text stands as it is and is drawn once it comes near; the promise
 * resolves when it is drawn or put off.
 */
export function showAnswer(container: HTMLElement, text: string, words: AnswerWords): Promise<void> {
  const root = prepare(container);
  container.replaceChildren(plainText(text));
  const { promise, resolve } = Promise.withResolvers<void>();
  const draw = async () => {
    if (text.length > LONG_CHARACTERS) container.replaceChildren(root);
    const view = createGrowth(container, root, words);
    view.append(text);
    await view.finish();
    if (root.parentNode === null && root.hasChildNodes()) container.replaceChildren(root);
    resolve();
  };
  whenNear(container, () => void draw(), resolve);
  return promise;
}

function prepare(container: HTMLElement): HTMLElement {
  installCopying();
  container.classList.add('answer-text');
  return el('div', 'blocks');
}
