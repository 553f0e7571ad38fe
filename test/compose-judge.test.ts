import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CALIBRATION_FILE, composeJudge, readCalibrations } from '../src/compose-judge.ts';
import type { EndpointConfig } from '../src/config/types.ts';
import type { Engine } from '../src/experts/engine.ts';
import { createExperts } from '../src/experts/experts.ts';
import { UNFITTED } from '../src/routing/judge/calibration.ts';
import { PROMPT_VERSION } from '../src/routing/judge/prompt.ts';
import { createMetrics } from '../src/telemetry/metrics.ts';
import { memoryLog } from './support/experts.ts';
import { chosen } from './support/judge.ts';
import { tempFolder } from './support/temp-folder.ts';

const never = new AbortController().signal;
const GENERAL: EndpointConfig = {
  urls: ['http://127.0.0.1:9/v1'],
  model: null,
  profile: null,
  apiKey: null,
  kind: 'openai',
};
const sureOfCode = async () =>
  chosen({ kind: 'probabilities', probabilities: [0.02, 0.92, 0.02, 0.02, 0.02] });

function judgeIn(dataDir: string, general: EndpointConfig | undefined = GENERAL) {
  const { lines, log } = memoryLog();
  const config = { dataDir, experts: general === undefined ? {} : { general } };
  const made = composeJudge({ config, experts: { choose: sureOfCode }, log, metrics: createMetrics() });
  return { made, lines };
}

test('a calibration in DATA_DIR wins over the assumed one', async () => {
  const folder = await tempFolder();
  const models = { 'acme/m': { ...UNFITTED, temperature: 1, rows: 300 } };
  await writeFile(join(folder, CALIBRATION_FILE), JSON.stringify({ prompt: PROMPT_VERSION, models }));
  const judge = await judgeIn(folder).made;
  expect((await judge?.('hm', never))?.scores.code).toBeCloseTo(0.92, 9);
});

test('without one the assumed calibration holds, and nobody is warned', async () => {
  const { lines, made } = judgeIn(await tempFolder());
  expect((await (await made)?.('hm', never))?.scores.code).toBeLessThan(0.85);
  expect(lines).toEqual([]);
});

test.each([
  ['that is no JSON', 'nonsense', /is not used: .*judge:fit/],
  [
    'for another wording',
    JSON.stringify({ prompt: PROMPT_VERSION + 1, models: {} }),
    /another wording.*judge:fit/,
  ],
])('one %s is left aside with a warning that says what to do', async (_, content, warning) => {
  const folder = await tempFolder();
  await writeFile(join(folder, CALIBRATION_FILE), content);
  const { lines, log } = memoryLog();
  expect(await readCalibrations(folder, log)).toBeNull();
  expect(lines.join()).toMatch(warning);
});

test('there is no judge without a general endpoint that can chat', async () => {
  const folder = await tempFolder();
  const without = composeJudge({
    config: { dataDir: folder, experts: {} },
    experts: { choose: sureOfCode },
    log: memoryLog().log,
    metrics: createMetrics(),
  });
  expect(await without).toBeNull();
  expect(await judgeIn(folder, { ...GENERAL, kind: 'nllb' }).made).toBeNull();
});

test('the embedded model is never asked to choose', async () => {
  const asked: string[] = [];
  const embedded = new Proxy({ name: 'embedded', embedded: true } as unknown as Engine, {
    get: (target, property) => {
      if (property in target) return Reflect.get(target, property);
      return async () => {
        asked.push(String(property));
        return { model: 'm', root: null, window: 4096 };
      };
    },
  });
  const experts = createExperts({
    config: { experts: {} },
    log: memoryLog().log,
    metrics: createMetrics(),
    embedded: embedded as never,
  });
  await experts.start();
  asked.length = 0;
  const request = { messages: [{ role: 'user' as const, content: '?' }], labels: ['A', 'B'] };
  expect(await experts.choose(request, never)).toBeNull();
  expect(asked).toEqual([]);
});
