import { expect, test } from 'vitest';
import { scoreInConversation } from '../../../src/routing/followup.ts';
import { LABELS, type LabelScores, topLabel } from '../../../src/routing/labels.ts';
import { parseDialogues } from '../../../src/routing/tools/dialogues.ts';
import { turnsOf } from '../../../src/routing/tools/followup-data.ts';
import { learnFollowUp, toModel } from '../../../src/routing/tools/learn-followup.ts';

const UNSURE: LabelScores = { general: 0.4, code: 0.15, math: 0.15, translate: 0.15, structured: 0.15 };
const EXPERTS = ['code', 'math', 'translate', 'structured'] as const;

/** "Shorter" always goes on, "unrelated" always is for general. */
const DIALOGUES = parseDialogues(
  EXPERTS.flatMap((label) => [
    {
      turns: [
        { text: 'x', label },
        { text: 'make it shorter', label },
        { text: 'a bit shorter', label },
      ],
    },
    {
      turns: [
        { text: 'y', label },
        { text: 'unrelated: Petra', label: 'general' },
      ],
    },
    {
      turns: [
        { text: 'z', label },
        { text: 'shorter still', label },
      ],
    },
    {
      turns: [
        { text: 'w', label },
        { text: 'unrelated: Hamlet', label: 'general' },
      ],
    },
  ])
    .map((dialogue) => JSON.stringify(dialogue))
    .join('\n'),
  'f',
);

test('what follows the first of each dialogue is learnt, with who answered and what was asked before', () => {
  const turns = turnsOf(DIALOGUES, () => UNSURE, 4);
  expect(turns).toHaveLength(20);
  expect(turns[1]).toMatchObject({
    text: 'a bit shorter',
    last: 'code',
    before: { question: 'make it shorter' },
    fold: 0,
  });
  const model = toModel(learnFollowUp({ turns, openings: [], pairs: [] }));
  for (const last of EXPERTS) {
    const decide = (text: string) => topLabel(scoreInConversation(text, UNSURE, last, null, model));
    expect(decide('much shorter')).toBe(last);
    expect(decide('unrelated: Guernica')).toBe('general');
  }
});

test('the same data gives the same weights, and pairs of unrelated messages speak for a change', () => {
  const turns = turnsOf(DIALOGUES, () => UNSURE, 4);
  const learn = (pairs: typeof turns) => learnFollowUp({ turns, openings: [], pairs });
  expect(learn([])).toEqual(learn([]));
  const [first] = turns;
  if (first === undefined) throw new Error('no turn');
  const pairs = LABELS.map((label) => ({
    ...first,
    text: 'Petra lies in the desert',
    label,
    last: 'code' as const,
  }));
  const staying = (those: typeof turns) =>
    scoreInConversation('Petra lies in the desert', UNSURE, 'code', null, toModel(learn(those))).code;
  expect(staying(pairs)).toBeLessThan(staying([]));
});
