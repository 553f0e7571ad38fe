import type { Definition, Nodes } from 'mdast';
import { walk } from './walk.ts';

/** Addresses by label, as reference links name them. The first definition of a label counts. */
export type Definitions = ReadonlyMap<string, Definition>;

export function collectDefinitions(nodes: readonly Nodes[]): Definitions {
  const found = new Map<string, Definition>();
  for (const node of walk(nodes)) {
    if (node.type === 'definition' && !found.has(node.identifier)) found.set(node.identifier, node);
  }
  return found;
}

/** Whether what is read elsewhere in the text may depend on these nodes. */
export function definesAnything(nodes: readonly Nodes[]): boolean {
  for (const node of walk(nodes)) {
    if (node.type === 'definition' || node.type === 'footnoteDefinition') return true;
  }
  return false;
}
