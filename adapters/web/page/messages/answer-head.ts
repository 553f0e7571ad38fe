import type { ExpertName } from '../../protocol.ts';
import { h } from '../dom/element.ts';
import type { Note, TurnInfo } from '../state/turn.ts';
import type { Words } from '../words/words.ts';
import { expertChip } from './expert-chip.ts';
import { nameOf } from './receipt-rows.ts';

const STEP_MARKS = { running: '…', done: '✓', failed: '✗' };

/** What stands above an answer: its expert, and while it is being written the steps of a plan and what is awaited. */
export function answerHead(
  { expert, note, phase, planned, said: fromCommand, steps }: TurnInfo,
  words: Words,
): (HTMLElement | null)[] {
  const said = words.messages;
  const begun = steps.filter((step) => step !== undefined);
  const all = Math.max(planned, begun.length);
  const plan = phase === 'running' && all > 1 ? begun : [];
  const done = begun.filter(({ state }) => state === 'done').length;
  // Being far behind in a queue, or cut off, matters more than how far the plan has come.
  const usual = note === null || note.kind === 'thinking';
  const told = note === null ? null : noteWords(note, words);
  const awaited = usual && plan.length > 0 ? said.parts(done, all) : told;
  return [
    h('h2', { class: 'heard-only' }, answerName(expert, words)),
    expert === null || fromCommand ? null : expertChip(expert, words),
    plan.length === 0
      ? null
      : h(
          'ol',
          { class: 'steps' },
          ...plan.map((step) =>
            h('li', { class: step.state }, `${STEP_MARKS[step.state]} ${nameOf(step.expert, words)}`),
          ),
        ),
    awaited === null ? null : h('span', { class: 'status' }, awaited),
  ];
}

function noteWords(note: Note, { messages }: Words): string {
  return note.kind === 'queue' ? messages.queue(note.position) : messages.notes[note.kind];
}

/** What an answer is called to who does not see it. */
export function answerName(expert: ExpertName | null, words: Words): string {
  return expert === null ? words.messages.answer : words.messages.answerOf(nameOf(expert, words));
}
