import type { Nodes } from 'mdast';
import type { Language } from '../../../src/conversation/wording.ts';
import { expertWord } from '../../../src/delivery/expert-words.ts';
import type { AnswerView } from '../../../src/delivery/platform-port.ts';
import { isPlanned, stepsLine } from '../../../src/delivery/steps-line.ts';
import { plainText } from '../../../src/rendering/plain.ts';
import { serialise } from '../../../src/rendering/serialise.ts';
import type { Block } from '../../../src/rendering/types.ts';
import type { Run } from './builder.ts';
import { finalDialect, streamDialect } from './dialect.ts';
import { escapeText } from './footer.ts';
import { neutralise } from './mentions.ts';
import type { SlackBlock, Task } from './parts-of-answer.ts';

/** Of the text for notifications. */
const NOTICE_CHARACTERS = 300;

/** The blocks of one message, in order. */
export function blocksOf(runs: readonly Run[]): SlackBlock[] {
  return runs.map((run) =>
    run.type === 'table' ? run.table : { type: 'markdown', text: serialise(run.blocks, finalDialect) || ' ' },
  );
}

/** Markdown alone looks the same streamed and posted. */
export function isPlain(runs: readonly Run[]): boolean {
  return runs.length === 1 && runs[0]?.type === 'blocks';
}

export function serialised(runs: readonly Run[]): string {
  return runs
    .flatMap((run) => (run.type === 'blocks' ? [serialise(run.blocks, finalDialect)] : []))
    .join('\n\n');
}

/** As it grows: tables are Markdown, which can be appended to; native ones come with the final form. */
export function streamText(runs: readonly Run[]): string {
  return runs
    .map(({ streamed }) => serialise(streamed, streamDialect))
    .filter((text) => text !== '')
    .join('\n\n');
}

/** Without a formula or code at the very end of an open text: how it is shown depends on how it ends. */
export function withoutHalfFormula<Node extends Nodes>(nodes: readonly Node[]): readonly Node[] {
  const last: Nodes | undefined = nodes.at(-1);
  if (last === undefined) return nodes;
  const rest = nodes.slice(0, -1);
  if (HALF.has(last.type) || (last.type === 'code' && last.lang === 'latex')) return rest;
  if (!GOES_ON.has(last.type) || !('children' in last)) return nodes;
  const children = withoutHalfFormula<Nodes>(last.children);
  return children === last.children ? nodes : [...rest, { ...last, children } as Nodes as Node];
}

const HALF: ReadonlySet<string> = new Set(['math', 'inlineMath', 'inlineCode']);
const GOES_ON: ReadonlySet<string> = new Set(['paragraph', 'heading', 'blockquote', 'list', 'listItem']);

/** Untrusted words in a field that Slack reads as mrkdwn. */
export function noticeOf(runs: readonly Run[], view: AnswerView, language: Language): string {
  const otherwise = view.receipt?.expert ?? stepsLine(view, language) ?? '…';
  const text = wordsOf(runs).trim() || (view.error?.message ?? '') || otherwise;
  const short = text.length > NOTICE_CHARACTERS ? `${text.slice(0, NOTICE_CHARACTERS)}…` : text;
  return neutralise(escapeText(withoutLinks(short)));
}

/** The field has no code to show an address in, and Slack makes links of bare ones. */
function withoutLinks(text: string): string {
  return text.replace(/\b(https?):\/\//gi, '$1:\u200B//');
}

export function wordsOf(runs: readonly Run[]): string {
  const words = runs.map((run) =>
    run.type === 'blocks'
      ? plainText(run.blocks)
      : run.table.rows.map((row) => row.map(cellText).join(' | ')).join('\n'),
  );
  return words.join('\n\n');
}

function cellText(cell: { readonly type: string; readonly text?: unknown }): string {
  return typeof cell.text === 'string' ? cell.text : '';
}

/** A plan of several steps is shown; one step is the answer itself. */
export function tasksOf(view: AnswerView, language: Language): Task[] {
  if (!isPlanned(view)) return [];
  const statuses = { running: 'in_progress', done: 'complete', failed: 'error' } as const;
  return view.steps.map(({ expert, index, state }) => ({
    id: `step-${index}`,
    title: expertWord(expert, language),
    status: statuses[state],
  }));
}

export function taskCard({ id, title, status }: Task): SlackBlock {
  return { type: 'task_card', task_id: id, title, status };
}

export function paragraph(value: string): Block {
  return { type: 'paragraph', children: [{ type: 'text', value }] };
}
