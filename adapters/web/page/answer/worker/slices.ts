import type { Change } from './protocol.ts';
import { childrenOf, type Node, withChildren } from './tree.ts';

/** What the page draws in some 5 ms. */
const NODES_PER_SLICE = 1_000;
/** A text is cheap to make but not to lay out. */
const CHARACTERS_PER_NODE = 100;
/** What is more than one element, in elements. */
const EXTRA: Readonly<Record<string, number>> = { math: 6, inlineMath: 2, code: 10, table: 6 };

/**
 * Cuts changes into slices that each are drawn in one go; a large node comes as its frame and then its children.
 * Lazily, so that nothing is copied that is not sent.
 */
export function* slices(changes: readonly Change[], size = NODES_PER_SLICE): Generator<Change[]> {
  let slice: Change[] = [];
  let room = size;
  for (const change of changes.flatMap((each) => ('add' in each ? [...adding(each, size)] : [each]))) {
    const cost = 'add' in change ? change.add.reduce((sum, node) => sum + weight(node), 1) : 1;
    if (cost > room && slice.length > 0) {
      yield slice;
      [slice, room] = [[], size];
    }
    slice.push(change);
    room -= cost;
  }
  if (slice.length > 0) yield slice;
}

/** The same change as several, none of which adds more than `size` unless a single node without children does. */
function* adding(change: Extract<Change, { add: unknown }>, size: number): Generator<Change> {
  let { keep } = change;
  let add: Node[] = [];
  let cost = 0;
  // Also when nothing is added: then it takes away.
  let pending = true;
  const flush = (): Change => {
    const made = { at: change.at, keep, add };
    keep += add.length;
    [add, cost, pending] = [[], 0, false];
    return made;
  };
  for (const node of change.add) {
    const heavy = weight(node);
    if (cost + heavy > size && pending) yield flush();
    const children = childrenOf(node);
    pending = true;
    if (heavy <= size || children === null) {
      add.push(node);
      cost += heavy;
      continue;
    }
    add.push(withChildren(node, []));
    const index = keep + add.length - 1;
    yield flush();
    yield* adding({ at: [...change.at, index], keep: 0, add: children }, size);
  }
  if (pending) yield flush();
}

const weights = new WeakMap<Node, number>();

/** How many nodes it takes to draw this one. */
function weight(node: Node): number {
  const known = weights.get(node);
  if (known !== undefined) return known;
  const written = 'value' in node ? Math.floor(node.value.length / CHARACTERS_PER_NODE) : 0;
  const own = 1 + written + (EXTRA[node.type] ?? 0);
  const children = childrenOf(node);
  const sum = children === null ? own : children.reduce((total, child) => total + weight(child), own);
  weights.set(node, sum);
  return sum;
}
