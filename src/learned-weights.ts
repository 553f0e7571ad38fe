import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { FEATURES_VERSION } from './routing/features.ts';
import { decodeWeights } from './routing/weights.ts';

/** What is told of weights that were learnt from corrections. */
export interface LearnedCard {
  /** SHA-256 of the weights that they were adapted from. */
  readonly base: string;
  readonly features: number;
  /** SHA-256 of the adapted weights. */
  readonly weights: string;
  /** What was in use before, to go back to; null: the base. */
  readonly former: number | null;
  /** ISO 8601. */
  readonly at: string;
  /** What the report said. */
  readonly figures: Readonly<Record<string, number>>;
}

export interface Learned {
  readonly version: number;
  readonly bytes: Uint8Array;
  readonly card: LearnedCard;
}

/** Holds the number of the version in use. */
const CURRENT = 'current';
/** A version takes 1.9 MB; older ones nobody goes back to. */
const KEPT_VERSIONS = 5;
const MEND = 'the weights that came with the program are in use; make them anew with: npm run router:train';

/**
 * The weights that were learnt and are in use, when they fit the base; else null. Ones that do not fit are a warning, no
 * reason not to start.
 *
 * @param base the bytes of the weights that come with the program
 */
export async function readLearned(
  dataDir: string,
  base: Uint8Array,
  log: Pick<Logger, 'warn'>,
): Promise<Learned | null> {
  let path = join(folderOf(dataDir), CURRENT);
  try {
    const version = await currentVersion(dataDir);
    if (version === null) return null;
    path = pathOf(dataDir, version, 'bin');
    const card = JSON.parse(await readFile(pathOf(dataDir, version, 'json'), 'utf8')) as LearnedCard;
    if (card.features !== FEATURES_VERSION || card.base !== sha256(base)) {
      throw new Error('it was learnt over the weights of another version');
    }
    const bytes = await readFile(path);
    if (sha256(bytes) !== card.weights) throw new Error('it is damaged');
    decodeWeights(bytes);
    return { version, bytes, card };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    log.warn(`${path} is not used: ${why}; ${MEND}`);
    return null;
  }
}

/** The bytes that the classifier runs on: those learnt here, where they fit, else the base. */
export async function weightsInUse(dataDir: string, base: Uint8Array, log: Logger): Promise<Uint8Array> {
  const learned = await readLearned(dataDir, base, log);
  if (learned === null) return base;
  const { at, figures } = learned.card;
  log.info({ version: learned.version, at, ...figures }, 'the router uses what it learnt from corrections');
  return learned.bytes;
}

/** Writes adapted weights and puts them in use from the next start on. @returns their version */
export async function saveLearned(
  dataDir: string,
  bytes: Uint8Array,
  card: Omit<LearnedCard, 'weights' | 'features'>,
): Promise<number> {
  await mkdir(folderOf(dataDir), { recursive: true });
  const version = Math.max(0, ...(await versionsIn(dataDir))) + 1;
  const whole: LearnedCard = { ...card, features: FEATURES_VERSION, weights: sha256(bytes) };
  // Never over another one: of two that train at once, one fails.
  await writeFile(pathOf(dataDir, version, 'bin'), bytes, { flag: 'wx' });
  await writeFile(pathOf(dataDir, version, 'json'), `${JSON.stringify(whole, null, 2)}\n`);
  await setCurrent(dataDir, version);
  for (const old of await versionsIn(dataDir)) {
    if (old > version - KEPT_VERSIONS) continue;
    await rm(pathOf(dataDir, old, 'bin'), { force: true });
    await rm(pathOf(dataDir, old, 'json'), { force: true });
  }
  return version;
}

/** Goes back to what was in use before. @returns the version that is left and the one in use now; null: the base */
export async function undoLearned(
  dataDir: string,
): Promise<{ readonly left: number | null; readonly now: number | null }> {
  const left = await currentVersion(dataDir);
  if (left === null) return { left, now: null };
  const former = await readFile(pathOf(dataDir, left, 'json'), 'utf8')
    .then((json) => (JSON.parse(json) as LearnedCard).former)
    .catch(() => null);
  const kept = await versionsIn(dataDir);
  const now = former !== null && kept.includes(former) ? former : null;
  await setCurrent(dataDir, now);
  return { left, now };
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function folderOf(dataDir: string): string {
  return join(dataDir, 'router');
}

function pathOf(dataDir: string, version: number, ending: 'bin' | 'json'): string {
  return join(folderOf(dataDir), `weights-${version}.${ending}`);
}

async function currentVersion(dataDir: string): Promise<number | null> {
  try {
    const text = await readFile(join(folderOf(dataDir), CURRENT), 'utf8');
    return /^\d+\s*$/.test(text) ? Number(text) : null;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

async function setCurrent(dataDir: string, version: number | null): Promise<void> {
  const path = join(folderOf(dataDir), CURRENT);
  if (version === null) {
    await rm(path, { force: true });
    return;
  }
  // Whole or not at all, whenever the process ends.
  await writeFile(`${path}.new`, `${version}\n`);
  await rename(`${path}.new`, path);
}

async function versionsIn(dataDir: string): Promise<number[]> {
  const names = await readdir(folderOf(dataDir));
  return names.flatMap((name) => /^weights-(\d+)\.bin$/.exec(name)?.[1] ?? []).map(Number);
}
