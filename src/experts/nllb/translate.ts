import { gapBetween, isNeedless } from '../../translation/join.ts';
import type { LanguageCode } from '../../translation/languages.ts';
import type { Piece } from '../../translation/markup.ts';
import type { Segment } from '../../translation/segments.ts';
import { splitForTranslation } from '../../translation/sentences.ts';
import { joinSoftBreaks } from '../../translation/soft-breaks.ts';
import { runAhead } from './run-ahead.ts';

/** Asks for one sentence. `first`: nothing of the text has been asked for before it. */
export type TranslateSentence = (text: string, first: boolean, signal: AbortSignal) => Promise<string>;

/** Sentences at work beyond the one that is waited for: enough to hide the way there and back. */
const SENTENCES_AHEAD = 2;

/**
 * A Markdown text in another language, sentence by sentence as they come. A sentence with code, links or emphasis is
 * translated as one with marks in it; where the model lost a mark, its fragments are translated one by one.
 */
export async function* translateText(
  text: string,
  source: LanguageCode,
  target: LanguageCode,
  signal: AbortSignal,
  ask: TranslateSentence,
): AsyncGenerator<string> {
  const segments = splitForTranslation(joinSoftBreaks(text), source);
  const sentences = segments.filter(({ translate }) => translate);
  const results = runAhead(sentences, SENTENCES_AHEAD, signal, (segment, either) =>
    translateSegment(segment, source, target, (part, again) =>
      ask(part, !again && segment === sentences[0], either),
    ),
  );
  const join = createJoiner(source, target);
  // What needs no translation waits for the next sentence: before the first one another server may still be asked.
  let waiting = '';
  try {
    for (const [index, segment] of segments.entries()) {
      if (!segment.translate) {
        if (!(isNeedless(segment, target) && isInside(segments, index))) waiting += join(segment.text);
        continue;
      }
      const result = await results.next();
      yield waiting + join(result.done === true ? '' : result.value);
      waiting = '';
    }
    if (waiting !== '') yield waiting;
  } finally {
    await results.return(undefined);
  }
}

async function translateSegment(
  { marked, fragments }: Segment,
  source: LanguageCode,
  target: LanguageCode,
  ask: (text: string, again: boolean) => Promise<string>,
): Promise<string> {
  const whole = marked === null ? null : marked.restore((await ask(marked.text, false)).trim());
  if (whole !== null) return whole;
  const join = createJoiner(source, target);
  let again = marked !== null;
  let translated = '';
  for (const fragment of fragments) {
    translated += join(fragment.translate ? await askOrKeep(fragment.text, again) : fragment.text);
    again ||= fragment.translate;
  }
  return translated;

  /** The model now and then says nothing (of a name, of words it has no tokens for): then the original stands. */
  async function askOrKeep(text: string, repeated: boolean): Promise<string> {
    return (await ask(text, repeated)).trim() || text;
  }
}

/** Puts the gap before each part that it needs after the one before. */
function createJoiner(source: LanguageCode, target: LanguageCode): (part: string) => string {
  let before = '';
  return (part) => {
    const gap = gapBetween(before, part, source, target);
    before = part;
    return gap + part;
  };
}

/** Between two sentences, not at the text's start or end. */
function isInside(pieces: readonly Piece[], index: number): boolean {
  return pieces[index - 1]?.translate === true && pieces[index + 1]?.translate === true;
}
