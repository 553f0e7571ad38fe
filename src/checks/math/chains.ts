import { JOINING, readPrefix, readSuffix, type Side } from './sides.ts';
import type { Token } from './tokens.ts';

/** Sides that are said to be equal, one after the other; null stands for one in words or variables. */
export interface Chain {
  readonly sides: readonly (Side | null)[];
  /** One fewer than sides; true for "about equal". */
  readonly about: readonly boolean[];
  /** Where it stands in the plain text. */
  readonly from: number;
  readonly to: number;
}

/** Finds what is said to be equal in the tokens of a text. */
export function findChains(tokens: readonly Token[]): Chain[] {
  const chains: Chain[] = [];
  let start = 0;
  for (let index = 0; index <= tokens.length; index++) {
    if (index < tokens.length && tokens[index]?.kind !== 'end') continue;
    readSegment(tokens.slice(start, index), chains);
    start = index + 1;
  }
  return chains;
}

/** Words between two relations: what stands behind them is no longer said to be equal to what stands before. */
function hasProse(part: readonly Token[]): boolean {
  const words = part.filter(({ kind, text }) => kind === 'word' && text.length > 1);
  return words.length >= 3 || words.some(({ text }) => JOINING.test(text));
}

function readSegment(tokens: readonly Token[], chains: Chain[]): void {
  const cuts = tokens.flatMap(({ kind }, index) => (kind === 'relation' ? [index] : []));
  if (cuts.length === 0) return;
  const parts = [-1, ...cuts].map((cut, index) => tokens.slice(cut + 1, cuts[index] ?? tokens.length));
  let sides: (Side | null)[] = [readSuffix(parts[0] ?? [])];
  let about: boolean[] = [];
  let from = tokens[0]?.at ?? 0;
  const close = (to: number) => {
    if (sides.length > 1) chains.push({ sides, about, from, to });
  };
  for (const [index, cut] of cuts.entries()) {
    const part = parts[index + 1] ?? [];
    const side = readPrefix(part);
    sides.push(side);
    about.push(tokens[cut]?.text === '≈');
    const isWhole = side !== null && side.end === part.length;
    if (index === cuts.length - 1 || isWhole) continue;
    // "= 8 and 3 + 4 = 7": what stands behind the first result begins another chain.
    const next = readSuffix(part);
    if (side === null && next === null && !hasProse(part)) continue;
    const to = part.at(-1)?.at ?? from;
    close(to);
    [sides, about, from] = [[next], [], to];
  }
  const last = tokens.at(-1);
  close(last === undefined ? from : last.at + last.text.length);
}
