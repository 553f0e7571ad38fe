import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSchemaCheck } from '../../../src/checks/json-schema.ts';
import { PLAN_SCHEMA, readPlan } from '../../../src/conversation/plan/plan.ts';
import { type StepResult, stepText } from '../../../src/conversation/plan/step-text.ts';

const two = [
  { expert: 'translate', task: 'Translate the error.', needs: [], to: 'English', text: 'Liste leer' },
  { expert: 'code', task: 'Fix the code.', needs: [1] },
];

describe('a planner’s JSON', () => {
  test('is read as steps, counted from 0', () => {
    expect(readPlan({ steps: two }, false)?.steps.map(({ needs }) => needs)).toEqual([[], [0]]);
  });

  test('of one expert is no plan: one answers alone', () => {
    expect(readPlan({ steps: two.slice(1) }, false)).toBeNull();
    expect(readPlan({ steps: [two[1], two[1]] }, false)).toBeNull();
  });

  test('with steps that need themselves or later ones forgets that', () => {
    const steps = [
      { ...two[0], needs: [1, 2, 9, -1, 0.5] },
      { ...two[1], needs: [1, 1] },
    ];
    expect(readPlan({ steps }, false)?.steps.map(({ needs }) => needs)).toEqual([[], [0]]);
  });

  test.each([
    ['an unknown expert', [{ ...two[0], expert: 'poetry' }, two[1]]],
    ['no task', [{ ...two[0], task: ' ' }, two[1]]],
    ['vision without a picture', [{ ...two[0], expert: 'vision' }, two[1]]],
    ['more than four steps', [...two, ...two, ...two]],
  ])('with %s is no plan', (_, steps) => {
    expect(readPlan({ steps }, false)).toBeNull();
  });

  test('of any shape never throws, and what is read has at most four steps that need earlier ones', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => void readPlan(value, true)),
      { numRuns: 200 },
    );
    const step = fc.record({
      expert: fc.constantFrom('general', 'code', 'math', 'vision'),
      task: fc.string(),
      needs: fc.array(fc.integer({ min: -2, max: 6 })),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 6 }), (steps) => {
        const plan = readPlan({ steps }, true);
        if (plan === null) return;
        expect(plan.steps.length).toBeLessThanOrEqual(4);
        for (const [index, { needs }] of plan.steps.entries()) {
          expect(needs.every((one) => one >= 0 && one < index)).toBe(true);
        }
      }),
    );
  });

  test('that is right by its schema is what the schema check takes', () => {
    const check = createSchemaCheck(PLAN_SCHEMA);
    expect(check.fit({ steps: two })).toBe('fits');
    expect(check.fit({ steps: [] })).toBe('unfit');
  });
});

describe('what the expert of a step is asked', () => {
  const message = 'Translate this error and fix it: Liste  leer\n\nx = []';
  const plan = readPlan({ steps: two }, false)?.steps ?? [];
  const done = (text: string): StepResult => ({ step: plan[0] as StepResult['step'], text, failed: null });

  test('a translation is asked for in the one form that a plain translator takes', () => {
    const [translate] = plan;
    const words = 'Translate into English:\nListe leer';
    expect(translate && stepText(translate, message, [])).toEqual({ text: words, bare: words });
  });

  test('words that the planner made up are not translated: the message says what is meant', () => {
    const [translate] = plan;
    const made = translate && { ...translate, text: 'Die Liste war leer' };
    const words = made && stepText(made, message, []);
    expect(words?.text).toContain(message);
    // A plain translator has to get text: all that the message brought along.
    expect(words?.bare).toBe('Translate into English:\nListe  leer\n\nx = []');
  });

  test('a step gets the results that it needs, and the message', () => {
    const [, code] = plan;
    const asked = code === undefined ? '' : stepText(code, message, [done('The list is empty.')]).text;
    expect(asked).toContain('Fix the code.');
    expect(asked).toContain('The list is empty.');
    expect(asked).toContain(message);
  });

  test('a translation of a result translates that', () => {
    const translate = { expert: 'translate', task: 'Translate it.', needs: [0], to: 'French' } as const;
    expect(stepText(translate, message, [done('Two cats.')]).bare).toBe('Translate into French:\nTwo cats.');
  });

  test('a long text is quoted by its first and its last words', () => {
    const long = `Translate this and fix it: ${'Die Liste ist leer. '.repeat(9)}Schluss damit.`;
    const translate = { expert: 'translate', task: 'Translate it.', needs: [], to: 'English' } as const;
    const elided = { ...translate, text: 'Die Liste ist leer. Die … Schluss damit.' };
    const all = long.slice('Translate this and fix it: '.length);
    expect(stepText(elided, long, []).bare).toBe(`Translate into English:\n${all}`);
  });

  test.each([
    ['Translate the error into French.', 'French'],
    ['把错误翻译成英文。', 'English'],
    ['Translate the error.', 'English'],
    ['翻译报错。', 'Chinese'],
  ])('a translation without a language goes where its task or its message says: %s', (task, language) => {
    const text = /\p{Script=Han}/u.test(task)
      ? `翻译这个错误并修复：Liste leer`
      : 'Translate and fix it all: Liste leer';
    const step = { expert: 'translate', task, needs: [], text: 'Liste leer' } as const;
    expect(stepText(step, text, []).bare).toBe(`Translate into ${language}:\nListe leer`);
  });

  test.each([
    ['Solve 3x + 4 = 19.', 'Solve 3x + 4 = 19 and give it as JSON', 'Solve 3x + 4 = 19.'],
    ['Solve 3x + 4 = 19.', 'Solve it and give it as JSON: 3x + 4 = 19', 'Solve 3x + 4 = 19.'],
    ['Solve it.', 'Solve it and give it as JSON: 3x + 4 = 19', 'Solve it.\n\n3x + 4 = 19'],
    ['Solve the equation.', 'JSON please: 3x + 4 = 19', 'Solve the equation.\n\nJSON please: 3x + 4 = 19'],
    ['解方程。', '解方程 3x + 44 = 19，用 JSON 给出', '解方程。\n\n解方程 3x + 44 = 19，用 JSON 给出'],
    ['Fix it.', 'x = []\nTranslate, and fix it', 'Fix it.\n\nx = []\nTranslate, and fix it'],
  ])(
    'a model of single questions gets the task, and what it is about where it does not say: %s %s',
    (task, text, bare) => {
      expect(stepText({ expert: 'math', task, needs: [] }, text, []).bare).toBe(bare);
    },
  );
});
