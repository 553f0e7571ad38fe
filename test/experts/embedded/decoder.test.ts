import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { Decoder } from '../../../src/experts/embedded/decoder.ts';
import { type LlamaBinding, openLlama } from '../../../src/experts/embedded/llama-binding.ts';
import { memoryLog } from '../../support/experts.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { writeTinyGguf } from '../../support/tiny-gguf.ts';

const signal = new AbortController().signal;
const SLOW_MS = 1_000_000;

let binding: LlamaBinding;

beforeAll(async () => {
  binding = await openLlama(pino({ level: 'silent' }));
});

afterAll(() => binding.llama.dispose());

async function open(available: number, contextLength = 512) {
  const path = join(tempFolder(), 'tiny.gguf');
  writeTinyGguf(path, { contextLength });
  const { log, lines } = memoryLog();
  const model = await binding.llama.loadModel({ modelPath: path });
  const decoder = await Decoder.open(model, available, log, signal);
  onTestFinished(async () => {
    await decoder.close();
    await model.dispose();
  });
  return { decoder, model, lines };
}

test('the window is what the model was trained on, or 8,192 where that is more', async () => {
  expect((await open(1, 512)).decoder.window).toBe(512);
  expect((await open(1, 32_768)).decoder.window).toBe(8_192);
});

test('the sequence keeps its state from one use to the next', async () => {
  const { decoder, model } = await open(1);
  const tokens = model.tokenize('hello');
  await (await decoder.sequence()).evaluateWithoutGeneratingNewTokens(tokens);
  expect((await decoder.sequence()).nextTokenIndex).toBe(tokens.length);
});

test('after a failure of native code the next use begins with a fresh one of the same size', async () => {
  const { decoder, model } = await open(1);
  await (await decoder.sequence()).evaluateWithoutGeneratingNewTokens(model.tokenize('hello'));
  decoder.discard();
  const fresh = await decoder.sequence();
  expect(fresh.nextTokenIndex).toBe(0);
  await fresh.evaluateWithoutGeneratingNewTokens(model.tokenize('hello'));
  expect(decoder.window).toBe(512);
});

test('one thread is measured on one core, and stays one, however slow', async () => {
  const { decoder, lines } = await open(1);
  const before = await decoder.sequence();
  decoder.observe(100, 100 * SLOW_MS);
  expect(decoder.threads.threads).toBe(1);
  expect(await decoder.sequence()).toBe(before);
  expect(lines).toEqual([]);
});

test('several threads whose speed collapsed become one, with a line for the operator', async () => {
  const { decoder, model, lines } = await open(1);
  // Which number is measured depends on the machine; the fall does not.
  decoder.useThreads({ threads: 2, msPerToken: 10 });
  const before = await decoder.sequence();
  expect(before.context.currentThreads).toBe(2);
  decoder.observe(7, 7 * SLOW_MS);
  expect(decoder.threads.threads).toBe(2);
  decoder.observe(8, 8 * SLOW_MS);
  expect(decoder.threads.threads).toBe(1);
  const after = await decoder.sequence();
  await after.evaluateWithoutGeneratingNewTokens(model.tokenize('hello'));
  expect(after.context.currentThreads).toBe(1);
  expect(lines.join()).toContain('goes on with one thread');
});
