import type { ExpertName } from '../../protocol.ts';
import { h } from '../dom/element.ts';
import type { TurnInfo } from '../state/turn.ts';
import type { Words } from '../words/words.ts';
import { expertChip } from './expert-chip.ts';
import { nameOf } from './receipt-rows.ts';

const STEP_MARKS = { running: '…', done: '✓', failed: '✗' };

/** What stands above an answer: its expert, and while it is being written the steps of a plan and what is awaited. */
export function answerHead(
  { expert, note, phase, said: fromCommand, steps }: TurnInfo,
  words: Words,
): (HTMLElement | null)[] {
  const said = words.messages;
  const awaited =
    note === null ? null : note.kind === 'queue' ? said.queue(note.position) : said.notes[note.kind];
  const plan = phase === 'running' ? steps.filter((step) => step !== undefined) : [];
  return [
    h('h2', { class: 'heard-only' }, answerName(expert, words)),
    expert === null || fromCommand ? null : expertChip(expert, words),
    plan.length < 2
      ? null
      : h(
          'ol',
          { class: 'steps' },
          ...plan.map((step) =>
            h('li', { class: step.state }, `${STEP_MARKS[step.state]} ${words.experts[step.expert]}`),
          ),
        ),
    awaited === null ? null : h('span', { class: 'status' }, awaited),
  ];
}

/** What an answer is called to who does not see it. */
export function answerName(expert: ExpertName | null, words: Words): string {
  return expert === null ? words.messages.answer : words.messages.answerOf(nameOf(expert, words));
}
