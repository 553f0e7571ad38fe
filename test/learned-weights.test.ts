import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { readLearned, saveLearned, sha256, undoLearned, weightsInUse } from '../src/learned-weights.ts';
import { decodeWeights, encodeWeights, weightsUrl } from '../src/routing/weights.ts';
import { memoryLog } from './support/experts.ts';
import { tempFolder } from './support/temp-folder.ts';

const base = readFileSync(weightsUrl);
const encoded = new Map<number, Uint8Array>();
let dataDir: string;

beforeEach(() => {
  dataDir = tempFolder();
});

/** The base with another last weight: bytes that fit, and are told apart. */
function adapted(weight: number): Uint8Array {
  const known = encoded.get(weight);
  if (known !== undefined) return known;
  const weights = decodeWeights(base);
  weights.weights[weights.weights.length - 1] = weight;
  const bytes = encodeWeights(weights);
  encoded.set(weight, bytes);
  return bytes;
}

function save(bytes: Uint8Array, former: number | null = null, over: Uint8Array = base): Promise<number> {
  const at = '2026-01-01T00:00:00.000Z';
  return saveLearned(dataDir, bytes, { base: sha256(over), former, at, figures: { corrections: 48 } });
}

async function read() {
  const { lines, log } = memoryLog();
  const bytes = await weightsInUse(dataDir, base, log);
  return { bytes: Buffer.from(bytes), said: lines.join('') };
}

describe('the router starts', () => {
  test('with the weights of the program where nothing was learnt, without a word', async () => {
    const { bytes, said } = await read();
    expect(bytes.equals(base)).toBe(true);
    expect(said).toBe('');
    expect(existsSync(join(dataDir, 'router'))).toBe(false);
  });

  test('with what was learnt, and says of how much', async () => {
    expect(await save(adapted(1))).toBe(1);
    const { bytes, said } = await read();
    expect(bytes.equals(adapted(1))).toBe(true);
    expect(said).toMatch(/"level":30.*"version":1.*"corrections":48/);
  });

  test('with its own weights where what was learnt belongs to others, and says what to do', async () => {
    await save(adapted(1), null, adapted(9));
    const { bytes, said } = await read();
    expect(bytes.equals(base)).toBe(true);
    expect(said).toMatch(/"level":40.*another version.*npm run router:train/);
  });

  test.each([
    ['damaged weights', 'weights-1.bin', 'damaged'],
    ['a damaged card', 'weights-1.json', 'JSON'],
  ])('with its own weights in spite of %s, and says so', async (_, name, why) => {
    await save(adapted(1));
    writeFileSync(join(dataDir, 'router', name), 'no such thing');
    const { bytes, said } = await read();
    expect(bytes.equals(base)).toBe(true);
    expect(said).toContain('"level":40');
    expect(said).toContain(why);
  });
});

describe('undo', () => {
  test('goes back step by step to what was in use before, at last to the weights of the program', async () => {
    await save(adapted(1));
    await save(adapted(2), 1);
    expect(await undoLearned(dataDir)).toEqual({ left: 2, now: 1 });
    expect((await read()).bytes.equals(adapted(1))).toBe(true);
    expect(await undoLearned(dataDir)).toEqual({ left: 1, now: null });
    expect((await read()).bytes.equals(base)).toBe(true);
    expect(await undoLearned(dataDir)).toEqual({ left: null, now: null });
  });

  test('and what is learnt after it never overwrite what there was', async () => {
    await save(adapted(1));
    await undoLearned(dataDir);
    expect(await save(adapted(2))).toBe(2);
    expect(readFileSync(join(dataDir, 'router', 'weights-1.bin')).equals(adapted(1))).toBe(true);
    expect(await undoLearned(dataDir)).toEqual({ left: 2, now: null });
  });

  test('passes over a former version that is gone', async () => {
    await save(adapted(1));
    await save(adapted(2), 1);
    rmSync(join(dataDir, 'router', 'weights-1.bin'));
    expect(await undoLearned(dataDir)).toEqual({ left: 2, now: null });
  });
});

test('of many versions only the latest few are kept', async () => {
  for (let i = 1; i <= 8; i++) await save(adapted(i), i === 1 ? null : i - 1);
  const kept = readdirSync(join(dataDir, 'router')).filter((name) => name.endsWith('.bin'));
  expect(kept.toSorted()).toEqual([4, 5, 6, 7, 8].map((version) => `weights-${version}.bin`));
  const { log } = memoryLog();
  expect((await readLearned(dataDir, base, log))?.version).toBe(8);
});
