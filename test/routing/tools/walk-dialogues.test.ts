import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createClassifier } from '../../../src/routing/classifier.ts';
import { scoreInConversation } from '../../../src/routing/followup.ts';
import { topLabel } from '../../../src/routing/labels.ts';
import { parseDialogues } from '../../../src/routing/tools/dialogues.ts';
import { dialogueReport, walkDialogues } from '../../../src/routing/tools/walk-dialogues.ts';
import { weightsUrl } from '../../../src/routing/weights.ts';

const still = () => 0;

function dialogue(...turns: object[]): string {
  return JSON.stringify({ lang: 'en', turns });
}

function checkedIn(name: string) {
  const url = new URL(`../../../src/routing/data/dialogues-${name}.jsonl`, import.meta.url);
  return parseDialogues(readFileSync(url, 'utf8'), name);
}

test('each turn is told what was decided before it, not what would have been right', async () => {
  const dialogues = parseDialogues(
    dialogue({ text: 'a', label: 'code' }, { text: 'b', label: 'code' }, { text: 'c', label: 'math' }),
    'f',
  );
  const told: (string | null)[] = [];
  const outcomes = await walkDialogues(
    dialogues,
    async (_, last) => {
      told.push(last);
      return { predicted: 'math', confidence: 1 };
    },
    still,
  );
  expect(told).toEqual([null, 'math', 'math']);
  expect(outcomes.map(({ kind }) => kind)).toEqual(['first', 'stay', 'move']);
});

test('each turn is told what was asked before it', async () => {
  const dialogues = parseDialogues(
    dialogue({ text: 'a', label: 'code' }, { text: 'b', label: 'code' }, { text: 'c', label: 'math' }),
    'f',
  );
  const told: unknown[] = [];
  await walkDialogues(
    dialogues,
    async (_text, _last, question) => {
      told.push(question);
      return { predicted: 'math', confidence: 1 };
    },
    still,
  );
  expect(told).toEqual([null, 'a', 'b']);
});

test('thanks are counted apart: right, and unmoved even after a wrong turn', async () => {
  const dialogues = parseDialogues(
    dialogue({ text: 'a', label: 'code' }, { text: 'thanks', label: 'code', kind: 'thanks' }),
    'f',
  );
  const outcomes = await walkDialogues(dialogues, async () => ({ predicted: 'math', confidence: 1 }), still);
  const report = dialogueReport(outcomes, 0.7);
  expect(report).toMatchObject({
    n: 2,
    accuracy: 0,
    by_kind: { thanks: { n: 1, accuracy: 0 } },
    thanks_unmoved: { n: 1, share: 1 },
  });
});

test.each([
  ['nonsense', 'f:1: not JSON'],
  ['{"turns":[]}', 'f:1: "turns" must be a list with at least one turn'],
  [dialogue({ text: 1, label: 'code' }), 'f:1, turn 1: "text" must be a string'],
  [dialogue({ text: 'secret', label: 'vision' }), 'f:1, turn 1: "label" must be one of'],
  [dialogue({ text: 'secret', label: 'code', kind: 'joke' }), 'f:1, turn 1: "kind" is "thanks" or left out'],
  [`${dialogue({ text: 'a', label: 'code' })}\n{"turns":[null]}`, 'f:2, turn 1: "text" must be a string'],
])('a bad line is named, its text is not: %s', (jsonl, message) => {
  expect(() => parseDialogues(jsonl, 'f')).toThrow(message);
  expect(() => parseDialogues(jsonl, 'f')).not.toThrow('secret');
});

test('the two files hold at least 400 turns, 3 to 8 a dialogue, thanks with the label before them, and share no request', () => {
  const both = [...checkedIn('dev'), ...checkedIn('test')];
  expect(both.flatMap(({ turns }) => turns).length).toBeGreaterThanOrEqual(400);
  for (const { turns } of both) {
    expect(turns.length).toBeGreaterThanOrEqual(3);
    expect(turns.length).toBeLessThanOrEqual(8);
    for (const [i, turn] of turns.entries()) {
      if (turn.thanks) expect(turn.label).toBe(turns[i - 1]?.label);
    }
  }
  const requests = (name: string) =>
    new Set(
      checkedIn(name).flatMap(({ turns }) =>
        turns.map(({ text }) => text).filter((text) => text.length > 15),
      ),
    );
  const dev = requests('dev');
  expect([...requests('test')].filter((text) => dev.has(text))).toEqual([]);
});

test('on dialogues that it was not fitted to, the conversation saves a fifth of all turns, and thanks never move', async () => {
  const classify = createClassifier(readFileSync(weightsUrl));
  const dialogues = checkedIn('test');
  const walk = async (stateless: boolean) => {
    const outcomes = await walkDialogues(
      dialogues,
      async (text, last) => {
        const alone = classify(text);
        const scores = stateless ? alone : scoreInConversation(text, alone, last);
        const predicted = topLabel(scores);
        return { predicted, confidence: scores[predicted] };
      },
      still,
    );
    return dialogueReport(outcomes, 0.7);
  };
  const [knowing, stateless] = [await walk(false), await walk(true)];
  expect(knowing.thanks_unmoved.share).toBe(1);
  expect(knowing.accuracy).toBeGreaterThan(0.85);
  expect(knowing.accuracy - stateless.accuracy).toBeGreaterThan(0.2);
});
