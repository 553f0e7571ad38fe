import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createClassifier } from '../../../src/routing/classifier.ts';
import { runProcess } from '../../support/processes.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { writeSyntheticData } from './synthetic.ts';

const FIT = 'src/routing/tools/fit.ts';

test('fitting writes usable weights and their card, the same bytes each time', async () => {
  const { folder: data, own } = writeSyntheticData(tempFolder());
  const outs = [join(data, 'first'), join(data, 'second')];
  const keep = join(data, 'kept');
  const runs = await Promise.all(
    outs.map((out, i) =>
      runProcess([FIT, data, '--own', own, '--out', out, ...(i === 1 ? ['--keep', keep] : [])], {}),
    ),
  );
  expect(runs.map(({ code, stderr }) => [code, stderr])).toEqual([
    [0, ''],
    [0, ''],
  ]);
  expect(readdirSync(keep).map((name) => name.replace(/^[0-9a-f]{64}-/, ''))).toEqual([
    'all.bin',
    'without-1.bin',
    'without-2.bin',
    'without-3.bin',
  ]);
  const [first, second] = outs.map((out) =>
    ['weights.bin', 'weights.json'].map((name) => readFileSync(join(out, name))),
  );
  expect(first).toEqual(second);
  const [bytes, card] = first ?? [];
  expect(createClassifier(bytes ?? new Uint8Array())('the integral of a prime').math).toBeGreaterThan(0.5);
  expect(JSON.parse(String(card))).toMatchObject({
    data: [
      { file: 'route-train.jsonl', rows: 100 },
      { file: 'route-dev.jsonl', rows: 100 },
      { file: 'maybe.jsonl', rows: 100 },
      { file: 'perhaps.jsonl', rows: 100 },
    ],
    rows_per_label: { general: 80, structured: 80 },
    figures: { unseen_files: { n: 200 }, unseen_hands: { n: 50, hard_n: 10 } },
  });
  // Eight trainings in workers: ten seconds alone, over twenty beside other tests.
}, 60_000);

test('a folder without the files, or no folder, is said', async () => {
  const empty = await runProcess([FIT, tempFolder()], {});
  expect(empty.code).toBe(1);
  expect(empty.stderr).toMatch(/route-train\.jsonl/);
  const none = await runProcess([FIT], {});
  expect(none.code).toBe(1);
  expect(none.stderr).toMatch(/Usage: npm run router:fit/);
});
