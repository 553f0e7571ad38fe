import type { PromptParts } from './profile.ts';

/** How many earlier turns a model of single questions is offered, to go on with an answer that came in pieces. */
export const GO_ON_TURNS_MAX = 4;

/** Longer, it says more than that. */
const GO_ON_MAX_CHARACTERS = 60;

const ENGLISH =
  /^(?:(?:ok(?:ay)?|yes|and|now|so|please|kindly|can you|could you|just) )*(?:go on|continue|keep going|carry on|proceed|resume|more|finish(?: it| that)?|go ahead|(?:you|it) (?:stopped|(?:was|were) cut off)|and then)(?: (?:on|please|writing|from there|where you (?:stopped|left off)|(?:with )?(?:it|that|this|the (?:code|answer|function|file|rest|translation|solution|proof))))*$/;

const CHINESE =
  /^(?:好的?|嗯|那)?(?:请|請|麻烦|你)?(?:再)?(?:继续|繼續|接着|接著|续写|續寫|往下|(?:说|說|写|寫|讲|講)下去)(?:继续|写|寫|说|說|讲|講|翻译|翻譯|生成|输出|下去|完|吧|啊|一下|代码|回答)*$/;

/** One word or two each: French, German, Spanish, Portuguese, Italian, Russian, Japanese, Korean, Arabic, Hindi, Swahili, Vietnamese, Turkish. */
const OTHERS: ReadonlySet<string> = new Set([
  ...[
    'continuez',
    'continue s il te plaît',
    'continue s il vous plaît',
    'poursuis',
    'poursuivez',
    'la suite',
  ],
  ...['weiter', 'mach weiter', 'weitermachen', 'fahr fort', 'weiter bitte', 'bitte weiter', 'fortsetzen'],
  ...[
    'continúa',
    'continua',
    'continúe',
    'continuar',
    'sigue',
    'siga',
    'continua por favor',
    'continúa por favor',
  ],
  ...['prossiga', 'vai avanti', 'prosegui', 'continua per favore'],
  ...['продолжай', 'продолжи', 'продолжайте', 'дальше', 'продолжай пожалуйста'],
  ...['続けて', '続けてください', '続き', '続きを書いて', '続きをお願いします'],
  ...['계속', '계속해', '계속해줘', '계속해주세요', '계속해 줘', '계속해 주세요'],
  ...[
    'استمر',
    'تابع',
    'أكمل',
    'واصل',
    'जारी रखें',
    'जारी रखो',
    'आगे',
    'आगे लिखो',
    'endelea',
    'tiếp tục',
    'tiếp',
    'devam',
    'devam et',
  ],
]);

/** Whether a message asks for nothing but more of the answer before it. */
export function asksToGoOn(text: string): boolean {
  if (text.length > GO_ON_MAX_CHARACTERS) return false;
  const words = text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
  return ENGLISH.test(words) || CHINESE.test(words.replaceAll(' ', '')) || OTHERS.has(words);
}

/** An answer that was cut off, and is to go on. */
export interface Unfinished {
  /** What was asked at first, with the turns before it. */
  readonly asked: PromptParts;
  /** What was written of the answer, piece by piece, the oldest first. */
  readonly written: readonly string[];
}

/** The answer that the question asks to go on with: the same expert's, just before, and cut off; else null. */
export function unfinishedAnswer(parts: PromptParts): Unfinished | null {
  const { question, turns } = parts;
  const isCut = (index: number) =>
    turns[index]?.unfinished === true && turns[index].expert === question.expert;
  let first = turns.length - 1;
  if (!asksToGoOn(question.bare) || !isCut(first)) return null;
  // What was written on may have been cut off, too.
  while (asksToGoOn(turns[first]?.bare ?? '') && isCut(first - 1)) first--;
  const { bare, text } = turns[first] ?? question;
  return {
    asked: { ...parts, turns: turns.slice(0, first), question: { ...question, bare, text, images: [] } },
    written: turns.slice(first).map(({ answer }) => answer),
  };
}
