/**
 * Text that only ever grows, out of a text whose end may still change (an emphasis that is closed for the moment, the
 * last line of an open fence). What two renderings in a row have in common has come to stay, but for rare cases, in
 * which it stands still until the final form.
 */
export function createLiveText(maxCharacters: number): {
  update(whole: string): void;
  readonly text: string;
} {
  let text = '';
  let previous = '';
  return {
    update(whole) {
      const same = commonLength(previous, whole, text.length);
      previous = whole;
      if (same <= text.length || !whole.startsWith(text)) return;
      const end = Math.min(same, maxCharacters);
      // A pair of surrogates is one character.
      const safe = /[\uD800-\uDBFF]/.test(whole[end - 1] ?? '') ? end - 1 : end;
      if (safe > text.length) text = whole.slice(0, safe);
    },
    get text() {
      return text;
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
