import { describe, expect, test } from 'vitest';
import { checkCode } from '../../src/checks/code/check-code.ts';
import { checkMathInThread } from '../../src/checks/math/math-thread.ts';
import { checkTranslation } from '../../src/checks/translation/check.ts';
import { turnsDuring } from './turns-during.ts';

const never = new AbortController().signal;
const fill = (piece: string, characters = 100_000) => piece.repeat(Math.ceil(characters / piece.length));

describe('a long text that was written to be hard to check', () => {
  test.each([
    ['towers of powers', fill('9^9^9 + 10000! = 3; ')],
    ['nothing but equations', fill('3 + 4 = 7\n')],
    ['deep brackets', `${fill('((1+', 50_000)}${fill(')', 50_000)} = 2`],
    ['ticks', fill('`')],
  ])('are computed beside everything else: %s', async (_, text) => {
    // The thread is there: its start is no part of this.
    await checkMathInThread('1 + 1 = 2', '', null, never);
    expect(await turnsDuring(checkMathInThread(text, `solve ${text}`, text, never))).toBeGreaterThan(10);
  });

  test.each([
    ['thousands of fences', fill('```python\nf(\n```\n')],
    ['comments without an end', `\`\`\`js\n${fill('x = /* ', 20_000)}\n\`\`\``],
    ['brackets without an end', `\`\`\`python\n${fill('[{(', 20_000)}\n\`\`\``],
  ])('are parsed beside everything else: %s', async (_, text) => {
    await checkCode('```json\n{}\n```', '', true, never);
    const limited = AbortSignal.timeout(5_000);
    expect(await turnsDuring(checkCode(text, '', true, limited))).toBeGreaterThan(10);
  });

  test.each(['`', '{a} ', 'https://a.b/c ', '12 345 ', 'word '])(
    'are compared as far as people read: %s',
    async (piece) => {
      const { status, wrong } = await checkTranslation(fill(piece), 'Kurz.', {
        from: 'eng_Latn',
        to: 'deu_Latn',
      });
      expect(['failed', 'skipped']).toContain(status);
      expect(wrong?.length ?? 0).toBeLessThanOrEqual(25);
    },
  );
});

test('what keeps the thread busy when the time is over counts as not computed, and the next answer is', async () => {
  const late = new AbortController();
  const slow = checkMathInThread(fill('9! = '), '', null, late.signal);
  late.abort();
  expect(await slow).toBeNull();
  expect((await checkMathInThread('1 + 1 = 2', '', null, never))?.verdict.status).toBe('passed');
});
