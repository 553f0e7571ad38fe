/** A message whose handler failed this often is set aside. */
export const MAX_FAILURES = 5;
/**
 * A message that ran in this many crashes is set aside. Far more than failures: a crash seldom is the fault of
 * the message, and all that ran at that moment are counted.
 */
export const MAX_CRASHES = 20;

const FIRST_DELAY_MS = 1000;
const LONGEST_DELAY_MS = 5 * 60_000;
/** After a crash or two what ran is run again at once. */
const FREE_CRASHES = 3;

/** How long a conversation waits before its message is run again after this many failures (ms). */
export function retryDelayMs(failures: number): number {
  return Math.min(FIRST_DELAY_MS * 2 ** (failures - 1), LONGEST_DELAY_MS);
}

/**
 * The same after crashes (ms); nothing after the first few. If one message crashes the process each time, growing
 * and random delays let the others that ran with it finish in between.
 *
 * @param random 0..1
 */
export function crashDelayMs(crashes: number, random: number): number {
  return crashes <= FREE_CRASHES ? 0 : retryDelayMs(crashes - FREE_CRASHES) * (0.5 + random);
}

const FIRST_SEND_DELAY_MS = 500;
const LONGEST_SEND_DELAY_MS = 30_000;

/** How long an answer waits after its nth platform call in a row has failed without saying for how long (ms). */
export function sendDelayMs(failures: number): number {
  return Math.min(FIRST_SEND_DELAY_MS * 2 ** (failures - 1), LONGEST_SEND_DELAY_MS);
}
