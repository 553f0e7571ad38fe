import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Correction } from '../../../../src/feedback/feedback.ts';
import { LABELS } from '../../../../src/routing/labels.ts';
import { adapt, STRENGTHS } from '../../../../src/routing/tools/learn/adapt.ts';
import { collectExamples } from '../../../../src/routing/tools/learn/collect.ts';
import { readCheckedIn } from '../../../../src/routing/tools/learn/known.ts';
import { formatCollected, formatTrial, tooFew } from '../../../../src/routing/tools/learn/report.ts';
import {
  EVALUATION_SLACK,
  judge,
  refusal,
  type Standing,
  tryOut,
} from '../../../../src/routing/tools/learn/trial.ts';
import { accuracy, type Outcome } from '../../../../src/routing/tools/metrics.ts';
import { decodeWeights, encodeWeights, type Weights, weightsUrl } from '../../../../src/routing/weights.ts';
import { correction, flood, teamCorrections, UNSEEN, wrongFor } from './habits.ts';

/** How far one person may move a share by bad faith. */
const SMALL = 0.05;
/** The same on the evaluation, where nearly all is right. */
const TINY = 0.005;
const [STRONGEST = 0] = STRENGTHS;

const base = decodeWeights(readFileSync(weightsUrl));
const { read, ...checkedIn } = readCheckedIn(base);
const { evaluation, shares } = checkedIn;

const collect = (corrections: readonly Correction[]) =>
  collectExamples(corrections, { personal: false, read });

const team = collect(teamCorrections());

/** Without a gate: what learning these would do. */
const learn = (corrections: readonly Correction[]) =>
  adapt(base, collect(corrections).examples, shares, STRONGEST);

const rightOnEvaluation = (weights: Weights) => accuracy(evaluation.map((known) => judge(weights, known)));
const rightOnTeam = (weights: Weights) => accuracy(team.examples.map((example) => judge(weights, example)));

describe('what a team corrected', () => {
  const trial = tryOut({ base, examples: team.examples, ...checkedIn });

  test('is taken over: messages like it, never seen, go where they belong, and the evaluation is no worse', () => {
    expect(trial.refused).toBeNull();
    expect(trial.after.examplesRight).toBeGreaterThan(trial.before.examplesRight + 0.5);
    expect(accuracy(trial.after.evaluation)).toBeGreaterThanOrEqual(
      accuracy(trial.before.evaluation) - EVALUATION_SLACK,
    );
    const { weights } = trial;
    if (weights === null) throw new Error('they were taken over');
    const known = { label: LABELS.indexOf(UNSEEN.label), ...read(UNSEEN.text) };
    expect(judge(base, known).predicted).not.toBe(UNSEEN.label);
    expect(judge(weights, known)).toMatchObject({ predicted: UNSEEN.label });
    expect(judge(weights, known).confidence).toBeGreaterThan(0.7);
  });

  test('is reported with all figures', () => {
    expect(formatCollected(team, false)).toBe(
      'corrections  48; they teach 48 different texts, from 4 people',
    );
    const report = formatTrial(trial);
    for (const name of [
      'evaluation',
      'in conversations',
      'corrected, unseen',
      'by weight',
      'ECE',
      ...LABELS,
    ]) {
      expect(report).toMatch(new RegExp(`^ +${name} +[\\d.]+%? +[\\d.]+`, 'm'));
    }
  });

  test('gives the same bytes again, in whatever order it is told, and leaves the base alone', () => {
    const before = Buffer.from(encodeWeights(base));
    const [one, other] = [teamCorrections(), teamCorrections().reverse()].map((those) =>
      Buffer.from(encodeWeights(learn(those))),
    );
    expect(one?.equals(other ?? Buffer.alloc(0))).toBe(true);
    expect(one?.equals(before)).toBe(false);
    expect(before.equals(encodeWeights(base))).toBe(true);
  });
});

describe('a person who floods with a thousand wrong corrections', () => {
  const honest = learn(teamCorrections());

  test.each([
    ['of all kinds', flood('foe')],
    ['towards one expert', flood('foe').map((one): Correction => ({ ...one, label: 'math' }))],
    [
      'of what the others corrected',
      [
        ...flood('foe'),
        ...teamCorrections().map(({ label, text = '' }) => correction('foe', wrongFor(label), text, 2000)),
      ],
    ],
  ])('%s moves neither the evaluation nor what the others taught', (_, wrong) => {
    expect(wrong.length).toBeGreaterThanOrEqual(1000);
    const swayed = learn([...teamCorrections(), ...wrong]);
    expect(rightOnTeam(honest)).toBeGreaterThan(0.9);
    expect(rightOnTeam(swayed)).toBeGreaterThan(rightOnTeam(honest) - SMALL);
    expect(rightOnEvaluation(swayed)).toBeGreaterThan(rightOnEvaluation(base) - TINY);
  });

  test('teaches nothing alone, nor beside one other', () => {
    expect(tooFew(collect(flood('foe')), false)).toMatch(/3 people/);
    expect(tooFew(collect([...flood('foe'), correction('friend', 'code', 'x')]), false)).toMatch(/3 people/);
    expect(tooFew(team, false)).toBeNull();
  });
});

describe('weights take over', () => {
  const outcomes = (right: number, confidence = 0.9): Outcome[] =>
    Array.from({ length: 100 }, (_, i) => ({
      label: 'code',
      // Spread out, so that every bin has its share.
      predicted: (i * 37) % 100 < right ? 'code' : 'math',
      confidence,
    }));
  const standing = (right: number, examplesRight: number, confidence = 0.9): Standing => ({
    evaluation: outcomes(right, confidence),
    dialogues: outcomes(80),
    examples: [],
    examplesRight,
  });
  const before = standing(90, 0.2);

  test('when they are no worse on the evaluation and better on the examples', () => {
    expect(refusal(before, standing(90, 0.21))).toBeNull();
    expect(refusal(before, standing(100, 0.9, 1))).toBeNull();
  });

  test.each([
    ['worse on the evaluation by a single message', standing(89, 1), /worse on the evaluation/],
    ['worse within conversations', { ...standing(90, 1), dialogues: outcomes(79) }, /conversations/],
    ['as good on the examples as before', standing(100, 0.2, 1), /not better/],
    ['surer than they are right', standing(90, 1, 0.98), /confidence/],
  ])('never when they are %s', (_, after, why) => {
    expect(refusal(before, after)).toMatch(why);
  });

  test('never when what was corrected has no rule that holds for the next message', () => {
    const texts = [
      'red house',
      'good morning',
      'how far is the moon',
      'name a fish',
      'is it late',
      'who sang',
    ];
    const chance = texts.map((text, i) => correction(`person ${i % 3}`, LABELS[1 + (i % 4)] ?? 'code', text));
    const { examples } = collect(chance);
    const trial = tryOut({ base, examples, ...checkedIn });
    expect(trial).toMatchObject({ weights: null, refused: expect.stringMatching(/not better/) });
  });
});
