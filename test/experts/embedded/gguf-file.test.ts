import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  findGguf,
  isGguf,
  modelIdOf,
  sha256OfFile,
  sizeOf,
} from '../../../src/experts/embedded/gguf-file.ts';
import { tempFolder } from '../../support/temp-folder.ts';

describe('isGguf', () => {
  test.each([
    ['a file that begins like one', Buffer.from('GGUF and more'), true],
    ['another file', Buffer.from('<html>'), false],
    ['a file that ends too soon', Buffer.from('GGU'), false],
    ['an empty file', Buffer.alloc(0), false],
  ])('%s', async (_name, content, expected) => {
    const path = join(tempFolder(), 'x.gguf');
    writeFileSync(path, content);
    expect(await isGguf(path)).toBe(expected);
  });

  test('a file that is not there, or a folder, is none', async () => {
    const folder = tempFolder();
    expect(await isGguf(join(folder, 'missing.gguf'))).toBe(false);
    expect(await isGguf(folder)).toBe(false);
  });
});

describe('findGguf', () => {
  function folderWith(...names: string[]): string {
    const folder = tempFolder();
    for (const name of names) writeFileSync(join(folder, name), 'GGUF');
    return folder;
  }

  test.each<[string[], string | null, string]>([
    [['b.gguf', 'a.gguf'], 'a.gguf', 'the first by name'],
    [['a.gguf', 'qwen2.5-0.5b.gguf'], 'qwen2.5-0.5b.gguf', "Qwen's before others"],
    [['Zephyr.GGUF'], 'Zephyr.GGUF', 'whatever the case of the ending'],
    [['a.gguf.part', 'b.bin'], null, 'no half-fetched file'],
    [['mmproj-a.gguf'], null, 'no picture half of a vision model'],
    [
      ['m-00002-of-00002.gguf', 'm-00001-of-00002.gguf'],
      'm-00001-of-00002.gguf',
      'the first part of a split one',
    ],
    [[], null, 'none'],
  ])('of %j it takes %s: %s', async (names, expected) => {
    const folder = folderWith(...names);
    expect(await findGguf(folder)).toBe(expected && join(folder, expected));
  });

  test('a file that only has the name is passed over', async () => {
    const folder = folderWith('b.gguf');
    writeFileSync(join(folder, 'a.gguf'), 'an error page');
    mkdirSync(join(folder, 'aa.gguf'));
    expect(await findGguf(folder)).toBe(join(folder, 'b.gguf'));
  });

  test('a folder that is not there has none', async () => {
    expect(await findGguf(join(tempFolder(), 'missing'))).toBe(null);
  });
});

test.each([
  ['/x/SmolLM2-135M-Instruct.Q4_1.gguf', 'smollm2-135m-instruct'],
  ['/x/qwen2.5-0.5b-instruct-q4_k_m.gguf', 'qwen2.5-0.5b-instruct'],
  ['/x/Llama-3.2-1B-Instruct-IQ3_XS.gguf', 'llama-3.2-1b-instruct'],
  ['/x/gemma-bf16.gguf', 'gemma'],
  ['/x/big-Q8_0-00001-of-00003.gguf', 'big'],
  ['/x/model.gguf', 'model'],
])('%s is called %s', (path, id) => {
  expect(modelIdOf(path)).toBe(id);
});

test('checksum and size of a file', async () => {
  const path = join(tempFolder(), 'x');
  writeFileSync(path, 'abc');
  const signal = new AbortController().signal;
  expect(await sha256OfFile(path, signal)).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
  expect(await sizeOf(path)).toBe(3);
  expect(await sizeOf(`${path}-missing`)).toBe(0);
});
