import { expect, test } from 'vitest';
import { probabilities, TERMS, termsOf } from '../../../src/routing/followup/model.ts';
import { LABELS, type Label, type LabelScores } from '../../../src/routing/labels.ts';
import { fitTerms } from '../../../src/routing/tools/fit-terms.ts';

const SCORES: LabelScores = { general: 0.6, code: 0.1, math: 0.1, translate: 0.1, structured: 0.1 };

function example(text: string, last: Label, label: Label, weight = 1) {
  return { terms: termsOf(text, SCORES, last), label: LABELS.indexOf(label), weight };
}

const STAYS = LABELS.map((last) => example('make it shorter', last, last));

test('without examples the classifier stays as it is', () => {
  const weights = fitTerms([]);
  expect(weights).toEqual(TERMS.map((term) => (term === 'score' ? 1 : 0)));
  const unchanged = probabilities(termsOf('make it shorter', SCORES, 'code'), weights);
  for (const [c, label] of LABELS.entries()) expect(unchanged[c]).toBeCloseTo(SCORES[label], 10);
});

test('what it is shown to stay stays, and the more it is shown the surer', () => {
  const few = fitTerms(STAYS);
  const many = fitTerms(Array.from({ length: 20 }, () => STAYS).flat());
  const code = LABELS.indexOf('code');
  const terms = termsOf('make it shorter', SCORES, 'code');
  const [before, little, much] = [
    SCORES.code,
    probabilities(terms, few)[code],
    probabilities(terms, many)[code],
  ];
  expect(little).toBeGreaterThan(before);
  expect(much).toBeGreaterThan(little ?? 1);
});

test('an example of weight 3 counts like three', () => {
  expect(fitTerms(STAYS.map((one) => ({ ...one, weight: 3 })))).toEqual(
    fitTerms([...STAYS, ...STAYS, ...STAYS]),
  );
});

test('the same examples give the same weights', () => {
  expect(fitTerms(STAYS)).toEqual(fitTerms(STAYS));
});
