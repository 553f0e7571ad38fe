import { expect, test } from 'vitest';
import { LIMITS } from '../../../../adapters/discord/limits.ts';
import { embedsOf } from '../../../../adapters/discord/render/embeds.ts';
import { WAITING } from '../../../../src/delivery/answer-view.ts';
import { parseMarkdown } from '../../../../src/rendering/parse.ts';
import type { Block } from '../../../../src/rendering/types.ts';

test.each([100, 900])('an error of %i characters takes nothing from the answer above it', (length) => {
  const text = 'word '.repeat(770).trim();
  const error = { message: 'e'.repeat(length), type: 'server_error', param: null, code: null };
  const embeds = embedsOf([{ type: 'blocks', blocks: parseMarkdown(text).children as Block[] }], {
    view: { ...WAITING, phase: 'failed', error },
    language: 'en',
    first: true,
    last: true,
    fields: [],
  });
  const shown = embeds.map(({ description }) => description ?? '');
  expect(shown.join('\n\n')).toBe(`${text}\n\n⚠️ ${error.message}`);
  expect(Math.max(...shown.map((one) => one.length))).toBeLessThanOrEqual(LIMITS.descriptionCharacters);
});
