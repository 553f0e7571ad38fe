import type { Change } from '../../../../adapters/web/page/answer/worker/protocol.ts';

/** What a page would have drawn, as plain objects. */
export interface Model {
  children: Model[];
  [property: string]: unknown;
}

/** Applies changes as the page does, and fails where a page could not. */
export function apply(root: Model, changes: readonly Change[]): void {
  for (const change of changes) {
    let node = root;
    for (const index of change.at) {
      const child = node.children[index];
      if (child === undefined) throw new Error(`no child ${index} of ${node.type}`);
      node = child;
    }
    if ('add' in change) {
      if (change.keep > node.children.length)
        throw new Error(`keeps ${change.keep} of ${node.children.length}`);
      node.children = [...node.children.slice(0, change.keep), ...change.add.map((added) => modelOf(added))];
    } else {
      node.value = `${node.value}${change.text}`;
    }
  }
}

/** A tree without what is not drawn: a list is loose by its items, and the rest of a fence's info is not shown. */
export function modelOf(node: object): Model {
  const { children = [], spread, meta, ...rest } = node as Record<string, unknown> & { children?: object[] };
  return { ...rest, children: children.map((child) => modelOf(child)) };
}
