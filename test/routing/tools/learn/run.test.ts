import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import type { Config } from '../../../../src/config/types.ts';
import type { Correction } from '../../../../src/feedback/feedback.ts';
import { createDescriber } from '../../../../src/routing/describe.ts';
import { isPersonal, learn, undo } from '../../../../src/routing/tools/learn/run.ts';
import { weightsUrl } from '../../../../src/routing/weights.ts';
import { openStores } from '../../../../src/stores/open.ts';
import { memoryLog } from '../../../support/experts.ts';
import { tempFolder } from '../../../support/temp-folder.ts';
import { testConfig } from '../../../support/test-config.ts';
import { teamCorrections } from './habits.ts';

const telegram: Config['telegram'] = {
  botToken: 't',
  webhookUrl: null,
  webhookSecret: null,
  apiRoot: null,
  allow: [],
};
const bytes = readFileSync(weightsUrl);
const describeText = createDescriber(bytes);
let config: Config;

beforeEach(() => {
  config = testConfig({ dataDir: tempFolder(), telegram });
});

/** Without their words, as ROUTER_LEARN=labels keeps them. */
const wordless = ({ text = '', ...rest }: Correction): Correction => ({
  ...rest,
  features: describeText(text),
});

async function keep(corrections: readonly Correction[]): Promise<void> {
  const stores = await openStores(config);
  const cache = stores.cache('corrections');
  for (const [i, correction] of corrections.entries()) await cache.set(`${i}`, correction);
  await stores.close();
}

async function train(changes: Partial<Config> = {}, dryRun = false): Promise<string> {
  const said: string[] = [];
  await learn({ ...config, ...changes }, { dryRun, log: memoryLog().log, say: (text) => said.push(text) });
  return said.join('\n');
}

async function goBack(): Promise<string> {
  const said: string[] = [];
  await undo(config, (text) => said.push(text));
  return said.join('\n');
}

const learntFiles = () => {
  const folder = join(config.dataDir, 'router');
  return existsSync(folder) ? readdirSync(folder).toSorted() : [];
};

test('what is kept without words is learnt like the words, once, and undone', async () => {
  await keep(teamCorrections().map(wordless));
  const dry = await train({}, true);
  expect(dry).toMatch(/from 4 people.*It would be taken over/s);
  expect(learntFiles()).toEqual([]);

  expect(await train()).toMatch(/Taken over as version 1/);
  expect(learntFiles()).toEqual(['current', 'weights-1.bin', 'weights-1.json']);
  const card = JSON.parse(readFileSync(join(config.dataDir, 'router/weights-1.json'), 'utf8'));
  expect(card).toMatchObject({ former: null, figures: { corrections: 48, texts: 48, people: 4 } });

  await keep(teamCorrections());
  expect(await train(), 'the same with words').toContain('Nothing new: version 1');
  expect(await goBack()).toMatch(/Back from version 1 to the weights that come with the program/);
  expect(await goBack()).toMatch(/nothing to undo/);
  expect(readFileSync(weightsUrl).equals(bytes), 'the program itself stays as it is').toBe(true);
  // Three trainings, each of which reads eight thousand messages: seven seconds alone, twenty beside other tests.
}, 60_000);

test('features of another version are left out aloud, and too few people teach nothing', async () => {
  const old = teamCorrections().map(wordless);
  await keep(
    old.map((one, i) =>
      i === 0 ? one : { ...one, features: { version: 1, buckets: one.features?.buckets ?? [], values: [] } },
    ),
  );
  const said = await train();
  expect(said).toMatch(/left out +47 kept for another version of the features/);
  expect(said).toMatch(/before 3 people/);
  expect(learntFiles()).toEqual([]);
});

test('nothing is learnt where that is switched off', async () => {
  await keep(teamCorrections());
  await expect(train({ router: { threshold: 0.7, learn: 'off' } })).rejects.toThrow(/ROUTER_LEARN/);
});

test('an installation is the owner’s alone only while nobody else could correct anything', () => {
  const http = (changes: Partial<Config['http']>) => isPersonal(testConfig({ http: changes }));
  expect(http({})).toBe(true);
  expect(http({ apiKeys: ['one'] })).toBe(true);
  expect(http({ apiKeys: ['one', 'two'] })).toBe(false);
  expect(http({ jwt: { secret: 's', jwksUrl: null, audience: null } })).toBe(false);
  expect(isPersonal(config)).toBe(false);
});
