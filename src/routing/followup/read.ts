import { characterClasses, IDEOGRAPH, isThai } from '../characters.ts';
import type { Label } from '../labels.ts';
import {
  ASKS,
  ASKS_BACK,
  BRINGS_ITS_OWN,
  COMMON_CHARACTERS,
  COMMON_WORDS,
  CORRECTS,
  chatStep,
  EDITS,
  ELLIPTIC,
  NAMES_EXPERT,
  OPENS,
  POINTS_BACK,
} from './words.ts';

/** A follow-up says so at once; more than this is never read. In UTF-16 units. */
const READ_CHARS = 240;
/** From here on more words tell nothing new, and more words of its own. */
const MOST_WORDS = 12;
const MOST_OWN_WORDS = 6;
/** Chinese writes a word in about two characters. */
const WORDS_PER_CHARACTER = 0.5;

const NONE: ReadonlySet<string> = new Set();
const classes = characterClasses();
const STEP = chatStep();
const WORDS = /[a-z0-9à-ɏ_']+/g;
/** What is no subject of its own. */
const REFERRING = [OPENS, EDITS, POINTS_BACK, ASKS_BACK].map(({ source }) => new RegExp(source, 'g'));

/** What a message alone shows of whether it goes on with a conversation. Flags are 0 or 1, sizes 0..1. */
export interface Reading {
  /** Nothing but thanks, assent, laughter or goodbye. */
  readonly chat: number;
  readonly opens: number;
  readonly edits: number;
  readonly pointsBack: number;
  readonly asksBack: number;
  readonly elliptic: number;
  readonly bringsItsOwn: number;
  readonly corrects: number;
  /** A remark: asks for nothing in so many words. */
  readonly remarks: number;
  /** At most four words or so. */
  readonly tiny: number;
  /** Nothing is left beside words that refer to something else or say little. */
  readonly bare: number;
  /** The contrary: has words of its own and shows none of the signs above. */
  readonly fresh: number;
  readonly digits: number;
  /** How many words it has, and how many that are about something; 1 = twelve or more, or six. */
  readonly size: number;
  readonly own: number;
  /** Which experts its words name. */
  readonly names: Readonly<Record<Label, number>>;
}

/** As much of a message as is ever read. */
export function headOf(text: string): string {
  return text
    .slice(0, READ_CHARS * 2)
    .trim()
    .slice(0, READ_CHARS);
}

/** Reads the beginning of a message: bounded time whatever its length, no state, never throws. */
export function read(text: string): Reading {
  const head = headOf(text).toLowerCase();
  const long = text.length > READ_CHARS;
  const words = long ? MOST_WORDS : countWords(head, NONE, NONE);
  const own = long ? MOST_OWN_WORDS : countWords(withoutReferring(head), COMMON_WORDS, COMMON_CHARACTERS);
  const flag = (pattern: RegExp) => (pattern.test(head) ? 1 : 0);
  const signs = {
    opens: flag(OPENS),
    edits: flag(EDITS),
    pointsBack: flag(POINTS_BACK),
    asksBack: flag(ASKS_BACK),
    elliptic: flag(ELLIPTIC),
  };
  const bare = own < 1;
  return {
    ...signs,
    chat: !long && isChat(head) ? 1 : 0,
    bringsItsOwn: flag(BRINGS_ITS_OWN),
    corrects: flag(CORRECTS),
    remarks: long ? 0 : 1 - flag(ASKS),
    tiny: words <= 4 ? 1 : 0,
    bare: bare ? 1 : 0,
    fresh: bare || Object.values(signs).includes(1) ? 0 : 1,
    digits: /\d/.test(head) ? 1 : 0,
    size: Math.min(words, MOST_WORDS) / MOST_WORDS,
    own: Math.min(own, MOST_OWN_WORDS) / MOST_OWN_WORDS,
    names: {
      general: 0,
      code: flag(NAMES_EXPERT.code),
      math: flag(NAMES_EXPERT.math),
      translate: flag(NAMES_EXPERT.translate),
      structured: flag(NAMES_EXPERT.structured),
    },
  };
}

/** Small talk from end to end, and not only filler; a question is none. */
function isChat(head: string): boolean {
  if (/[?？]/.test(head)) return false;
  let spoken = false;
  STEP.lastIndex = 0;
  while (STEP.lastIndex < head.length) {
    const step = STEP.exec(head);
    if (step === null) return false;
    spoken ||= step[1] !== undefined;
  }
  return spoken;
}

function withoutReferring(head: string): string {
  return REFERRING.reduce((rest, pattern) => rest.replace(pattern, ' '), head);
}

/** How many words there are that the sets do not hold; none of Thai, of which the model was fitted to no dialogue. */
function countWords(text: string, words: ReadonlySet<string>, characters: ReadonlySet<string>): number {
  let count = 0;
  for (const [word] of text.matchAll(WORDS)) if (!words.has(word)) count++;
  for (const character of text) {
    const code = character.charCodeAt(0);
    const ideograph = classes[code] === IDEOGRAPH && !isThai(code);
    if (ideograph && !characters.has(character)) count += WORDS_PER_CHARACTER;
  }
  return count;
}
