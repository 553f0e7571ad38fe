import { expect, test } from 'vitest';
import { runProcess } from './support/processes.ts';

/** What only some answers or platforms need; each takes from a tenth of a second to a whole one to load. */
const LATER = [
  '@slack/bolt',
  'discord.js',
  'telegraf',
  'mathjax',
  'mathjs',
  'node-llama-cpp',
  'remark-parse',
  'sharp',
  'unified',
  'web-tree-sitter',
];

test('the start loads no library that only some answers or platforms need', async () => {
  const { code, stderr, stdout } = await runProcess(
    ['test/support/loaded-packages.ts', 'src/compose.ts'],
    {},
  );
  expect([code, stderr]).toEqual([0, '']);
  const loaded = stdout.trim().split('\n');
  expect(loaded).toContain('pino');
  expect(LATER.filter((name) => loaded.includes(name))).toEqual([]);
});
