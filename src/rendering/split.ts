import { divide } from './dividing/divide.ts';
import { largest } from './dividing/largest.ts';
import type { Block } from './types.ts';

export interface SplitOptions {
  /**
   * The length of what would be sent for these blocks, in the unit of `limit` and with all of the
   * platform's own additions: usually `(blocks) => serialise(blocks, dialect).length`. Must not shrink when
   * blocks get more or longer.
   */
  measure(blocks: readonly Block[]): number;
  /** The most that one part may measure. Under about 100 there may be nothing that fits. */
  limit: number;
  /** The limit of the first part, where something else stands in the same message. */
  firstLimit?: number;
}

/**
 * Cuts an answer into parts that each measure at most the limit: between blocks where possible, then between
 * list items, table rows and lines of code, then sentences, words, characters. A cut code block is two code
 * blocks with the same language, a cut table's second half has a header row of empty cells. The words of the
 * parts, in order, are the words of the blocks. No blocks, no parts; the first
 * part is empty when nothing fits into a smaller `firstLimit`.
 */
export function split(blocks: readonly Block[], options: SplitOptions): Block[][] {
  const parts: Block[][] = [];
  let waiting = [...blocks];
  while (waiting.length > 0) {
    const limit = parts.length === 0 ? (options.firstLimit ?? options.limit) : options.limit;
    const { part, rest } = fill(waiting, options, limit);
    if (part.length > 0) parts.push(part);
    // Nothing fits into a small first part: the next one has more room.
    else if (limit < options.limit && rest.length === waiting.length) parts.push([]);
    waiting = rest;
  }
  return parts.filter((part, index) => part.length > 0 || index === 0);
}

interface Filled {
  readonly part: Block[];
  readonly rest: Block[];
}

function fill(waiting: readonly Block[], options: SplitOptions, limit: number): Filled {
  const whole = largest(waiting.length, (count) => options.measure(waiting.slice(0, count)) <= limit);
  const part = waiting.slice(0, whole);
  const rest = waiting.slice(whole);
  const [next, ...others] = rest;
  if (next === undefined) return { part, rest };
  const fitsAlone = options.measure([next]) <= options.limit;
  const fresh = part.length === 0;
  if (fitsAlone && !fresh) return keepHeading(part, rest);

  const fits = (block: Block) => options.measure([...part, block]) <= limit;
  const last = fresh && limit >= options.limit;
  const division = divide(next, fits, last);
  if (division === null) {
    if (!fresh) return keepHeading(part, rest);
    // Not one character fits: rather too long than lost.
    return last ? { part: [next], rest: others } : { part, rest };
  }
  const { head } = division;
  return { part: head === null ? part : [...part, head], rest: [...division.rest, ...others] };
}

/** A heading goes with what it is the heading of. */
function keepHeading(part: Block[], rest: Block[]): Filled {
  const last = part.at(-1);
  if (part.length < 2 || last?.type !== 'heading') return { part, rest };
  return { part: part.slice(0, -1), rest: [last, ...rest] };
}
