import type { ElementContent, RootContent } from 'hast';
import { common, createLowlight } from 'lowlight';
import type { HighlightReply, HighlightRequest, Run } from './protocol.ts';

const lowlight = createLowlight(common);
// Near enough to be of use.
lowlight.registerAlias({
  javascript: ['node'],
  json: ['json5', 'jsonl'],
  ini: ['conf'],
  bash: ['console', 'dockerfile'],
});

const PREFIX = 'hljs-';

/** The code in runs, each with the innermost thing that it belongs to. */
export function highlight({ language, code }: HighlightRequest): HighlightReply {
  const name = language.toLowerCase();
  if (!lowlight.registered(name)) return null;
  const runs: Run[] = [];
  collect(lowlight.highlight(name, code).children, null, runs);
  return runs;
}

function collect(nodes: readonly (RootContent | ElementContent)[], scope: string | null, runs: Run[]): void {
  for (const node of nodes) {
    if (node.type === 'element') collect(node.children, scopeOf(node.properties.className) ?? scope, runs);
    else if (node.type === 'text') add(runs, scope, node.value);
  }
}

/** Adjacent runs of one kind are one. */
function add(runs: Run[], scope: string | null, text: string): void {
  const last = runs.at(-1);
  if (last !== undefined && last[0] === scope) runs[runs.length - 1] = [scope, last[1] + text];
  else runs.push([scope, text]);
}

function scopeOf(classes: unknown): string | null {
  const first: unknown = Array.isArray(classes) ? classes[0] : null;
  return typeof first === 'string' && first.startsWith(PREFIX) ? first.slice(PREFIX.length) : null;
}
