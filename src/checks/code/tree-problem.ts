import type { Node } from 'web-tree-sitter';
import type { SyntaxProblem } from './protocol.ts';

const EXCERPT_CHARACTERS = 30;
const CLOSES: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** The first error of a tree, told by its bracket where a bracket is it; null for a tree without errors. */
export function treeProblem(root: Node): SyntaxProblem | null {
  if (!root.hasError) return null;
  return unpaired(root) ?? firstError(root) ?? { line: 1, what: 'it does not parse' };
}

/** A bracket, outside of strings and comments, that has no partner; null when all have one. */
export function unpaired(root: Node): SyntaxProblem | null {
  const open: { readonly sign: string; readonly line: number }[] = [];
  for (const node of nodesOf(root)) {
    if (node.childCount > 0 || node.isMissing) continue;
    // `${`, `$(`, `((` and the like open as many as they have brackets.
    if (!/^[#$<>@!]?[()[\]{}]{1,2}$/.test(node.type)) continue;
    const line = node.startPosition.row + 1;
    for (const sign of node.type.replace(/^[^()[\]{}]/, '')) {
      const partner = CLOSES[sign];
      if (partner === undefined) open.push({ sign, line });
      else if (open.at(-1)?.sign === partner) open.pop();
      else {
        const left = open.at(-1);
        if (left === undefined) return { line, what: `"${sign}" closes nothing` };
        return { line: left.line, what: `"${left.sign}" is not closed before the "${sign}" in line ${line}` };
      }
    }
  }
  const left = open.at(-1);
  return left === undefined ? null : { line: left.line, what: `"${left.sign}" is never closed` };
}

function firstError(root: Node): SyntaxProblem | null {
  for (const node of nodesOf(root)) {
    const line = node.startPosition.row + 1;
    if (node.isMissing) return { line, what: `"${node.type}" is missing` };
    if (node.isError) return { line, what: `this cannot stand here: ${excerpt(node.text)}` };
  }
  return null;
}

function excerpt(text: string): string {
  const [line = ''] = text.trim().split('\n');
  return line.length > EXCERPT_CHARACTERS ? `${line.slice(0, EXCERPT_CHARACTERS)}…` : line;
}

function* nodesOf(root: Node): Generator<Node> {
  const stack = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    yield node;
    for (const child of node.children.toReversed()) if (child !== null) stack.push(child);
  }
}
