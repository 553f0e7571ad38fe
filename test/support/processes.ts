import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface Running {
  /** What `ready` matched. */
  readonly url: string;
  readonly process: ChildProcess;
  /** All of it so far. */
  stdout(): string;
  stderr(): string;
  /** Resolves to the exit code, null after a signal. */
  readonly exited: Promise<number | null>;
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const ROOT = join(import.meta.dirname, '../..');
/** Hundreds of processes load the same modules: without it each strips the types of all of them again. */
const COMPILED = join(ROOT, 'node_modules/.cache/compiled');

function launch(script: readonly string[], env: Record<string, string>) {
  const child = spawn(process.execPath, script, {
    // A folder of its own keeps an `.env` of the developer out of it.
    cwd: env.DATA_DIR ?? ROOT,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: process.env.HOME ?? '',
      NODE_COMPILE_CACHE: COMPILED,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (chunk: Buffer) => {
      output[name] += chunk;
    });
  }
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  return { child, output, exited };
}

/** Runs a script of the project on this Node to its end. */
export async function runProcess(script: readonly string[], env: Record<string, string>): Promise<Finished> {
  const [file = '', ...rest] = script;
  const { child, output } = launch([join(ROOT, file), ...rest], env);
  const [code] = await once(child, 'close');
  return { code: code as number | null, ...output };
}

/** Starts a script of the project on this Node; resolves once a line on stdout matches `ready`, whose group is the URL. */
export async function startProcess(
  script: readonly string[],
  ready: RegExp,
  env: Record<string, string> = {},
): Promise<Running> {
  const [file = '', ...rest] = script;
  const { child, output, exited } = launch([join(ROOT, file), ...rest], env);
  const early = exited.then((code) => {
    throw new Error(`${file} ended early with ${code}:\n${output.stderr}`);
  });
  early.catch(() => {});
  const url = await Promise.race([firstMatch(child, ready), early]);
  return {
    url,
    process: child,
    stdout: () => output.stdout,
    stderr: () => output.stderr,
    exited,
    stop(signal = 'SIGTERM') {
      child.kill(signal);
      return exited;
    },
  };
}

function firstMatch(child: ChildProcess, ready: RegExp): Promise<string> {
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
  const folder = await mkdtemp(join(tmpdir(), 'switchboard-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
