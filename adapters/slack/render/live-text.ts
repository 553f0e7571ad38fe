/** What has grown elsewhere, in characters, before a text that took another turn is given up. */
const ASTRAY_CHARACTERS = 160;
/** The beginning of an address, which is shown otherwise once it is one. */
const HALF_ADDRESS = /(?<![\p{L}\p{N}])(?:h(?:t(?:tp?s?)?)?|ht{2}ps?:\/{0,2}|w{1,3}|mail(?:to?)?:?)$/iu;

export interface LiveText {
  update(whole: string): void;
  readonly text: string;
  /** What is shown cannot grow any more: the whole reads otherwise, and has for long. */
  readonly isAstray: boolean;
}

/**
 * Text that only ever grows, out of a text whose end may still change (an emphasis that is closed for the moment, the
 * last line of an open fence). What two different renderings in a row have in common has come to stay, but for rare
 * cases (a line that turns out to be a heading), in which it stands still and in the end goes astray.
 */
export function createLiveText(maxCharacters: number): LiveText {
  let text = '';
  let previous = '';
  /** Length of the whole when it first took another turn. */
  let partedAt: number | null = null;
  let length = 0;
  return {
    update(whole) {
      // The same once more says nothing new: a fence that is closed for the moment would be closed for good.
      if (whole === previous) return;
      const same = commonLength(previous, whole, text.length);
      previous = whole;
      length = whole.length;
      if (!whole.startsWith(text)) {
        partedAt ??= whole.length;
        return;
      }
      partedAt = null;
      const end = Math.min(same, maxCharacters);
      // A pair of surrogates is one character.
      const safe = /[\uD800-\uDBFF]/.test(whole[end - 1] ?? '') ? end - 1 : end;
      const shown = whole.slice(0, safe).replace(HALF_ADDRESS, '');
      if (shown.length > text.length) text = shown;
    },
    get text() {
      return text;
    },
    get isAstray() {
      return partedAt !== null && length - partedAt >= ASTRAY_CHARACTERS;
    },
  };
}

/** How far both begin alike; `known` characters are taken for alike, which the caller checks. */
function commonLength(one: string, other: string, known: number): number {
  const end = Math.min(one.length, other.length);
  let index = Math.min(known, end);
  while (index < end && one[index] === other[index]) index++;
  return index;
}
