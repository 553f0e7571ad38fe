import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { tempFolder } from '../../support/temp-folder.ts';
import { writeTinyGguf } from '../../support/tiny-gguf.ts';

const PROGRAM = join(import.meta.dirname, 'engine-program.ts');

function start(path: string) {
  const child = spawn(process.execPath, [PROGRAM, path], { stdio: ['ignore', 'pipe', 'pipe'] });
  return { child, ended: once(child, 'exit'), stderr: text(child.stderr) };
}

function tinyModel(): string {
  const path = join(tempFolder(), 'tiny.gguf');
  writeTinyGguf(path);
  return path;
}

test('a process ends by itself after its engine is closed, with nothing but the answer on stdout', async () => {
  const { child, ended, stderr } = start(tinyModel());
  const stdout = await text(child.stdout);
  expect(await ended).toEqual([0, null]);
  const lines = stdout.trimEnd().split('\n');
  expect(lines.length).toBeGreaterThan(100);
  expect(() => lines.map((line) => JSON.parse(line))).not.toThrow();
  expect(await stderr).toContain('the embedded model is loaded');
});

test('a process that is told to end in the middle of an answer ends cleanly', async () => {
  const { child, ended, stderr } = start(tinyModel());
  await once(child.stdout, 'data');
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  expect(await stderr).toContain('SIGTERM');
});

test('what llama.cpp says of a damaged file does not reach stdout', async () => {
  const path = join(tempFolder(), 'damaged.gguf');
  writeFileSync(path, 'GGUF and then nothing that makes sense');
  const { child, ended, stderr } = start(path);
  expect(await text(child.stdout)).toBe('');
  expect(await ended).toEqual([0, null]);
  expect(await stderr).toContain('no_model');
});

test('importing the engine does not load llama.cpp', async () => {
  const module = join(import.meta.dirname, '../../../src/experts/embedded/engine.ts');
  const program = `await import(${JSON.stringify(module)});
    console.log(process.report.getReport().sharedObjects.filter((name) => /llama/.test(name)).length);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  expect(await text(child.stdout)).toBe('0\n');
});
