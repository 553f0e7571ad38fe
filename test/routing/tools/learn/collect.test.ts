import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Correction } from '../../../../src/feedback/feedback.ts';
import { BUCKETS, FEATURES_VERSION } from '../../../../src/routing/features.ts';
import { LABELS } from '../../../../src/routing/labels.ts';
import { collectExamples } from '../../../../src/routing/tools/learn/collect.ts';
import { PEOPLE } from '../../../../src/routing/tools/learn/people.ts';
import { correction } from './habits.ts';

/** A bucket a character: enough to tell texts apart. */
const read = (text: string) => {
  const buckets = Uint32Array.from(new Set(text), (character) => character.charCodeAt(0));
  return { buckets, values: new Uint16Array(buckets.length).fill(1), network: [0, 0, 0, 0, 0] };
};

const collect = (corrections: readonly Correction[], personal = false) =>
  collectExamples(corrections, { personal, read });

const NOTHING = { otherFeatures: 0, unreadable: 0, repeated: 0, tooMany: 0, contradicted: 0 };

/** What is learnt, by label and weight. */
const lessons = (corrections: readonly Correction[], personal = false) =>
  collect(corrections, personal).examples.map(({ label, weight }) => [LABELS[label], weight] as const);

/** Two people who say something else, so that there are enough. */
const others = [correction('b', 'code', 'bb'), correction('c', 'code', 'cc')];

const featured = (
  version: number,
  buckets: readonly number[],
  values: readonly number[] = buckets.map(() => 1),
  network: readonly number[] = [0, 1, 2, 3, 4],
): Correction => {
  const { text: _, ...rest } = correction('a', 'math', '');
  return { ...rest, features: { version, buckets, values, network } };
};

describe('of one person', () => {
  test('the same text counts once, and the latest word on it', () => {
    const said = [
      correction('a', 'math', 'aa', 2),
      correction('a', 'code', 'aa', 1),
      correction('a', 'math', 'aa', 0),
    ];
    const { examples, leftOut } = collect([...others, ...said]);
    expect(leftOut).toEqual({ ...NOTHING, repeated: 2 });
    expect(examples.map(({ label }) => LABELS[label]).toSorted()).toEqual(['code', 'code', 'math']);
  });

  test('the latest texts count, and no more of them than there may be', () => {
    const said = Array.from({ length: 1000 }, (_, i) => correction('a', 'math', `a${i}`, i));
    const distinct = said.map((one, i) => ({ ...one, text: String.fromCharCode(1000 + i) }));
    const { examples, leftOut } = collect([...others, ...distinct]);
    expect(leftOut).toEqual({ ...NOTHING, tooMany: 1000 - PEOPLE.textsEach });
    const math = examples.filter(({ label }) => LABELS[label] === 'math');
    expect(math.map(({ buckets }) => buckets[0]).toSorted()).toEqual(
      Array.from({ length: PEOPLE.textsEach }, (_, i) => 2000 - PEOPLE.textsEach + i),
    );
    const weight = math.reduce((sum, one) => sum + one.weight, 0);
    expect(weight).toBeCloseTo(PEOPLE.share * (weight + 2), 9);
  });
});

describe('about one text', () => {
  test('people who want the same weigh together', () => {
    const said = ['a', 'b', 'c'].map((by) => correction(by, 'math', 'same'));
    expect(lessons(said)).toEqual([['math', 3]]);
  });

  test('people who contradict each other cancel out', () => {
    const said = [correction('a', 'math', 'same'), correction('b', 'code', 'same')];
    // Each of the two has said as much as the other.
    const { examples, leftOut } = collect([...said, ...others, correction('a', 'math', 'aa')]);
    expect(examples).toHaveLength(3);
    expect(leftOut).toEqual({ ...NOTHING, contradicted: 2 });
  });

  test('the most count by what they are more', () => {
    const said = ['a', 'b', 'c', 'd'].map((by) => correction(by, by === 'd' ? 'code' : 'math', 'same'));
    expect(lessons(said)).toEqual([['math', 2]]);
  });

  test('a crowd of one contradicts the others in vain', () => {
    const texts = Array.from({ length: 30 }, (_, i) => String.fromCharCode(300 + i));
    const honest = texts.map((text, i) => correction(`person ${i % 3}`, 'math', text));
    const against = texts.map((text) => correction('foe', 'code', text, 1));
    expect(new Set(lessons([...honest, ...against]).map(([label]) => label))).toEqual(new Set(['math']));
    expect(lessons([...honest, ...against])).toHaveLength(30);
  });
});

describe('what cannot be read', () => {
  test('features of another version are told apart from what is broken', () => {
    const broken = [
      featured(FEATURES_VERSION, []),
      featured(FEATURES_VERSION, [BUCKETS]),
      featured(FEATURES_VERSION, [1, 2], [1]),
      featured(FEATURES_VERSION, [1], [Number.NaN]),
      featured(FEATURES_VERSION, [1], [1e9]),
      featured(FEATURES_VERSION, [1], [1], [0, 1]),
      featured(FEATURES_VERSION, [1], [1], 'abcde' as unknown as number[]),
      featured(FEATURES_VERSION, [1], [1], { length: 5 } as unknown as number[]),
      featured(FEATURES_VERSION, [1], [1], [0, 1, 2, 3, Number.NaN]),
      { ...correction('a', 'math', 'x'), label: 'poetry' } as unknown as Correction,
    ];
    const { corrections, examples, leftOut, people } = collect([
      featured(FEATURES_VERSION - 1, [1]),
      ...broken,
    ]);
    expect({ corrections, examples, people }).toEqual({ corrections: 11, examples: [], people: 0 });
    expect(leftOut).toEqual({ ...NOTHING, otherFeatures: 1, unreadable: 10 });
  });

  test('features that were kept before there was a network are those of a text of which it says nothing', () => {
    const { network: _, ...features } = featured(FEATURES_VERSION, [1]).features ?? {
      buckets: [],
      values: [],
    };
    const old = { ...featured(FEATURES_VERSION, [1]), features } as Correction;
    const { examples, leftOut } = collect([...others, old]);
    expect(leftOut).toEqual(NOTHING);
    expect(examples.find(({ label }) => LABELS[label] === 'math')?.network).toEqual([0, 0, 0, 0, 0]);
  });

  test('a text is read anew, whatever was seen in it once', () => {
    const old = {
      ...correction('a', 'math', 'aa'),
      features: { version: FEATURES_VERSION - 1, buckets: [1], values: [1] },
    };
    expect(collect([...others, old]).leftOut).toEqual(NOTHING);
  });

  test('those of whom it is not known who said it count as one person', () => {
    const nameless = ['x', 'y', 'z'].map((text) => {
      const { by: _, ...rest } = correction('', 'math', text);
      return rest as Correction;
    });
    expect(collect(nameless).people).toBe(1);
  });
});

test('the owner alone is believed at once, the latest word first', () => {
  const said = [
    ...Array.from({ length: 80 }, (_, i) => correction(`browser ${i}`, 'math', String.fromCharCode(300 + i))),
    correction('browser 1', 'math', 'z', 1),
    correction('browser 2', 'code', 'z', 2),
  ];
  const learnt = lessons(said, true);
  expect(learnt).toHaveLength(81);
  expect(learnt.every(([, weight]) => weight === 1)).toBe(true);
  expect(learnt.filter(([label]) => label === 'code')).toHaveLength(1);
});

test('the order in which the store tells them changes nothing', () => {
  const said = fc.array(
    fc.record({
      by: fc.constantFrom('a', 'b', 'c', 'd'),
      label: fc.constantFrom(...LABELS),
      text: fc.constantFrom('q', 'r', 's', 't'),
      minute: fc.integer({ min: 0, max: 2 }),
    }),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(
      said.map((those) => those.map(({ by, label, minute, text }) => correction(by, label, text, minute))),
      fc.infiniteStream(fc.nat()),
      (corrections, keys) => {
        const shuffled = corrections
          .map((one) => [keys.next().value ?? 0, one] as const)
          .sort(([a], [b]) => a - b)
          .map(([, one]) => one);
        expect(collect(shuffled)).toEqual(collect(corrections));
      },
    ),
  );
});
