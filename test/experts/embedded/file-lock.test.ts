import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { lockFile } from '../../../src/experts/embedded/file-lock.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const signal = new AbortController().signal;
const MODULE = pathToFileURL(join(import.meta.dirname, '../../../src/experts/embedded/file-lock.ts')).href;

test('two holders never have the lock at the same time, and the second gets it in the end', async () => {
  const path = join(tempFolder(), '.lock');
  const events: string[] = [];
  const release = await lockFile(path, signal);
  const second = lockFile(path, signal).then((releaseSecond) => {
    events.push('second has it');
    releaseSecond();
  });
  await new Promise((resolve) => setImmediate(resolve));
  events.push('first gives it back');
  release();
  await second;
  expect(events).toEqual(['first gives it back', 'second has it']);
});

test('waiting for a lock ends with the reason of the signal', async () => {
  const path = join(tempFolder(), '.lock');
  const release = await lockFile(path, signal);
  const controller = new AbortController();
  const waiting = lockFile(path, controller.signal);
  controller.abort(new Error('stopped'));
  await expect(waiting).rejects.toThrow(/stopped|aborted/);
  release();
});

test('the lock of a process that was killed is free', async () => {
  const path = join(tempFolder(), '.lock');
  const program = `const { lockFile } = await import(${JSON.stringify(MODULE)});
    await lockFile(${JSON.stringify(path)}, new AbortController().signal);
    console.log('locked');
    setInterval(() => {}, 1_000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
  const release = await lockFile(path, signal);
  release();
});
