import type { Change } from './protocol.ts';
import { childrenOf, type Node, sameFrame } from './tree.ts';

/**
 * What turns one drawn tree into another. Answers grow at their end, so a change is looked for from the front: what is
 * equal stays, the first node that is not is entered if it only grew, and all behind it is drawn anew.
 *
 * @param same how many of the first children are known to be equal
 */
export function changesBetween(before: readonly Node[], after: readonly Node[], same = 0): Change[] {
  const at: number[] = [];
  let [old, now, equal] = [before, after, same];
  for (;;) {
    while (equal < old.length && equal < now.length && isEqual(old[equal], now[equal])) equal++;
    const [was, is] = [old[equal], now[equal]];
    if (was === undefined && is === undefined) return [];
    // Only the last one drawn can have grown; another is drawn anew with all that follows.
    const grown = was !== undefined && is !== undefined && equal === old.length - 1;
    if (!grown || !sameFrame(was, is)) return [{ at: [...at], keep: equal, add: now.slice(equal) }];
    const behind = now.slice(equal + 1);
    const follow: Change[] = behind.length === 0 ? [] : [{ at: [...at], keep: equal + 1, add: behind }];
    const path = [...at, equal];
    if (isWritten(was) && isWritten(is)) {
      if (!is.value.startsWith(was.value)) return [{ at: [...at], keep: equal, add: now.slice(equal) }];
      return [{ at: path, text: is.value.slice(was.value.length) }, ...follow];
    }
    const [inner, grownInner] = [childrenOf(was), childrenOf(is)];
    if (inner === null || grownInner === null) return [{ at: [...at], keep: equal, add: now.slice(equal) }];
    if (follow.length > 0) return [...changesBetweenIn(path, inner, grownInner), ...follow];
    at.push(equal);
    [old, now, equal] = [inner, grownInner, 0];
  }
}

function changesBetweenIn(at: readonly number[], before: readonly Node[], after: readonly Node[]): Change[] {
  return changesBetween(before, after).map((change) => ({ ...change, at: [...at, ...change.at] }));
}

/** Text and code are drawn as text that can be added to. */
function isWritten(node: Node): node is Extract<Node, { type: 'text' | 'code' }> {
  return node.type === 'text' || node.type === 'code';
}

function isEqual(a: Node | undefined, b: Node | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined || !sameFrame(a, b)) return false;
  if ('value' in a && a.value !== (b as typeof a).value) return false;
  const [inner, other] = [childrenOf(a), childrenOf(b)];
  if (inner === null || other === null) return inner === other;
  return inner.length === other.length && inner.every((child, index) => isEqual(child, other[index]));
}
