/** Shorter than this, a question is likely to go on with the one before ("and for x = 3?"). */
const FOLLOW_UP_MAX_CHARACTERS = 80;

/** Begins a request of its own, if it points at nothing. */
const OWN =
  /^(?:please )?(?:write|create|implement|generate|give me|show me|an? )|^(?:请|請)?(?:写|寫|实现|實現|编写|編寫|生成)/i;
const POINTS_BACK = /\b(?:it|its|this|these|them|the|above|same|now|again)\b|它|这|這|上面|刚才|剛才/i;

/** Whether a question may be too short to be understood without the turn before it. */
export function isShort(text: string): boolean {
  return text.length <= FOLLOW_UP_MAX_CHARACTERS;
}

/** Whether a short request is about what was written before it: "now with a docstring", but not "write a debounce". */
export function isFollowUp(text: string): boolean {
  return isShort(text) && (!OWN.test(text) || POINTS_BACK.test(text));
}
