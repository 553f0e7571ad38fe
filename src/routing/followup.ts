import { type LabelScores, topLabel } from './labels.ts';

/** A longer message brings its own subject. In UTF-8, where an ideograph weighs three Latin letters. */
const FOLLOW_UP_BYTES = 30;
const THANKS =
  /^(ok(ay)?|thanks?|thank you|thx|ty|cheers|great|nice|cool|perfect|got it|谢谢|多谢|感谢|好的?|明白|懂了|收到|不错)([\s,.!~，。！]|you|a lot|so much|very much|了|啦|你)*$/i;
/** Words that carry on with what was said. */
const CARRIES_ON =
  /^(and|but|so|now|then|also|again|more|same|why|how so|what about|how about|instead|shorter|simpler|longer|make it|in|as|continue|go on)\b|^(再|那|但|换|改|继续|还有|接着|然后|如果|为什么|短|简单|详细)/i;

/**
 * Whether a message only goes on with the conversation: thanks always; other short ones when the classifier is unsure,
 * or sees nothing special in words like "and …" or 「再…」. `threshold` is the confidence (0..1) that counts as sure.
 */
export function isFollowUp(text: string, scores: LabelScores, threshold: number): boolean {
  // Measured in units first, so that a megabyte is not encoded for nothing.
  if (text.length > 4 * FOLLOW_UP_BYTES) return false;
  const words = text.trim();
  if (words === '' || new TextEncoder().encode(words).length > FOLLOW_UP_BYTES) return false;
  if (THANKS.test(words)) return true;
  const top = topLabel(scores);
  return scores[top] < threshold || (top === 'general' && CARRIES_ON.test(words));
}
