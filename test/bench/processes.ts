import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface Running {
  readonly url: string;
  readonly process: ChildProcess;
  stop(): Promise<void>;
}

const ROOT = join(import.meta.dirname, '../..');

/** Starts a script of the project on this Node; resolves once a line on stdout matches `ready`, whose group is the URL. */
export async function startProcess(
  script: readonly string[],
  ready: RegExp,
  env: Record<string, string> = {},
): Promise<Running> {
  const child = spawn(process.execPath, script, {
    cwd: ROOT,
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk;
  });
  const exited = once(child, 'exit').then(() => {
    throw new Error(`${script.join(' ')} ended early:\n${errors}`);
  });
  const stop = async () => {
    child.kill('SIGTERM');
    await exited.catch(() => {});
  };
  exited.catch(() => {});
  const url = await Promise.race([firstMatch(child, ready), exited]);
  return { url, process: child, stop };
}

async function firstMatch(child: ChildProcess, ready: RegExp): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  if (child.stdout === null) throw new Error('stdout is a pipe');
  createInterface({ input: child.stdout }).on('line', (line) => {
    const match = ready.exec(line);
    if (match) resolve(match[1] ?? line);
  });
  return promise;
}

/** A vLLM double in a process of its own, as a real server would be. */
export function startDouble(options: object = {}): Promise<Running> {
  const script = ['test/doubles/vllm/serve.ts', '--options', JSON.stringify(options)];
  return startProcess(script, /^(http:\S+)/);
}

/** The whole of Switchboard, as `npm start` starts it. */
export function startSwitchboard(env: Record<string, string>): Promise<Running> {
  return startProcess(['src/main.ts'], /^Switchboard: (\S+)/, { PORT: '0', LOG_LEVEL: 'warn', ...env });
}

/** Runs with a folder that is gone afterwards. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'switchboard-bench-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
