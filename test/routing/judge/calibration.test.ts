import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Calibration,
  calibrate,
  calibrationOf,
  mix,
  parseCalibrations,
  UNFITTED,
} from '../../../src/routing/judge/calibration.ts';
import { FITTED } from '../../../src/routing/judge/fitted.ts';
import { PROMPT_VERSION } from '../../../src/routing/judge/prompt.ts';
import { LABELS, type LabelScores, topLabel } from '../../../src/routing/labels.ts';

const own: Calibration = { ...UNFITTED, temperature: 1.3, rows: 400 };
const fileOf = (name: string, prompt = PROMPT_VERSION) => ({ prompt, models: { [name]: own } });
const sum = (scores: LabelScores) => LABELS.reduce((total, label) => total + scores[label], 0);
const EVEN: LabelScores = { general: 0.2, code: 0.2, math: 0.2, translate: 0.2, structured: 0.2 };

const distribution = fc
  .array(fc.nat(100_000), { minLength: 5, maxLength: 5 })
  .filter((weights) => Math.max(...weights) > 0)
  .map((weights) => {
    const total = weights.reduce((all, weight) => all + weight, 0);
    return weights.map((weight) => weight / total);
  });

describe('the calibration of a model', () => {
  const qwen = { root: 'Qwen/Qwen2.5-7B-Instruct', model: 'main' };

  test('is found by what it really is, then by the name it is served under', () => {
    expect(calibrationOf(qwen, [fileOf('Qwen/Qwen2.5-7B-Instruct')])).toBe(own);
    expect(calibrationOf(qwen, [fileOf('main')])).toBe(own);
    expect(calibrationOf({ root: null, model: 'main' }, [fileOf('main')])).toBe(own);
  });

  test('of the operator wins over the one that comes along', () => {
    const theirs = { prompt: PROMPT_VERSION, models: { main: { ...own, temperature: 9 } } };
    expect(calibrationOf(qwen, [fileOf('main'), theirs]).temperature).toBe(1.3);
  });

  test('of another wording, or of no model that is known, is the assumed one, which claims less than the model', () => {
    expect(calibrationOf(qwen, [fileOf('main', PROMPT_VERSION + 1)])).toBe(UNFITTED);
    expect(calibrationOf({ root: 'toString', model: 'constructor' }, [FITTED])).toBe(UNFITTED);
    expect(UNFITTED.temperature).toBeGreaterThan(1);
    expect(UNFITTED.rows).toBe(0);
  });
});

test('an assumed calibration never makes a model surer than it was, and keeps its choice', () => {
  fc.assert(
    fc.property(distribution, (probabilities) => {
      const scores = calibrate(probabilities, UNFITTED);
      expect(sum(scores)).toBeCloseTo(1, 9);
      const top = Math.max(...probabilities);
      expect(scores[topLabel(scores)]).toBeLessThanOrEqual(top + 1e-9);
      expect(probabilities[LABELS.indexOf(topLabel(scores))]).toBeGreaterThan(top - 1e-4);
    }),
  );
});

test('a bias takes back what the model likes too much', () => {
  const fitted = { temperature: 1, bias: { ...UNFITTED.bias, general: -2 } };
  expect(topLabel(calibrate([0.5, 0.4, 0.04, 0.03, 0.03], fitted))).toBe('code');
});

describe('two opinions', () => {
  test('that agree are surer than the judge alone; where the classifier has none, the judge’s stands', () => {
    const judge = calibrate([0.1, 0.6, 0.1, 0.1, 0.1], { temperature: 1, bias: UNFITTED.bias });
    const leans: LabelScores = { general: 0.2, code: 0.5, math: 0.1, translate: 0.1, structured: 0.1 };
    expect(mix(judge, leans, 0.5).code).toBeGreaterThan(judge.code);
    for (const label of LABELS) expect(mix(judge, EVEN, 0.5)[label]).toBeCloseTo(judge[label], 9);
    for (const label of LABELS) expect(mix(judge, leans, 0)[label]).toBeCloseTo(judge[label], 9);
  });

  test('of whatever kind make probabilities', () => {
    const toScores = (values: readonly number[]) =>
      Object.fromEntries(LABELS.map((label, c) => [label, values[c] ?? 0])) as unknown as LabelScores;
    fc.assert(
      fc.property(distribution, distribution, fc.double({ min: 0, max: 3, noNaN: true }), (a, b, weight) => {
        const mixed = mix(toScores(a), toScores(b), weight);
        expect(sum(mixed)).toBeCloseTo(1, 9);
        expect(Math.min(...Object.values(mixed))).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('a calibration file', () => {
  test('is read back as it was written', () => {
    expect(parseCalibrations(JSON.stringify(fileOf('main')))).toEqual(fileOf('main'));
    expect(parseCalibrations(JSON.stringify(FITTED))).toEqual(FITTED);
  });

  test.each<[string, unknown, RegExp]>([
    ['no object', [], /"prompt"/],
    ['no models', { prompt: 1 }, /"models"/],
    ['a temperature of 0', { prompt: 1, models: { m: { ...own, temperature: 0 } } }, /temperature of "m"/],
    ['a bias that is missing', { prompt: 1, models: { m: { ...own, bias: {} } } }, /bias\.general of "m"/],
    ['a model that is null', { prompt: 1, models: { m: null } }, /temperature of "m"/],
  ])('with %s is refused with the reason', (_, content, reason) => {
    expect(() => parseCalibrations(JSON.stringify(content))).toThrow(reason);
  });
});
