const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/gu;
const LETTER = /\p{L}/gu;
const LOOKED_AT_CHARACTERS = 4_000;
/** Code and names in Latin letters do not turn an Arabic answer around. */
const LEAST_SHARE = 0.4;

/** Whether a text is to be shown right to left: Arabic, Hebrew and the like, which may hold words in Latin letters. */
export function isRightToLeft(text: string): boolean {
  const head = text.slice(0, LOOKED_AT_CHARACTERS);
  const letters = head.match(LETTER)?.length ?? 0;
  return letters > 0 && (head.match(RIGHT_TO_LEFT)?.length ?? 0) / letters >= LEAST_SHARE;
}
