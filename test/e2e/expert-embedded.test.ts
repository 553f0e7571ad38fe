import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ExpertName, Receipt } from '../../src/conversation/types.ts';
import { findGguf } from '../../src/experts/embedded/gguf-file.ts';
import { withFolder } from '../support/processes.ts';
import { writeTinyGguf } from '../support/tiny-gguf.ts';
import { PIXEL } from '../support/turns.ts';
import { startWhole, type Whole } from '../support/whole.ts';

const SIGHTLESS = ['general', 'code', 'math', 'translate', 'structured'] as const;

interface Completion {
  readonly choices: readonly { readonly message: { readonly content: string } }[];
  readonly switchboard: Receipt;
}

async function startEmbedded(folder: string, path: string): Promise<Whole> {
  const whole = await startWhole({}, { dataDir: folder, embeddedModel: path });
  await whole.switchboard.modelReady(new AbortController().signal);
  return whole;
}

/** A short answer: `/v1/ask` would let a small model go on until its own cap. */
async function complete(whole: Whole, body: object): Promise<Completion> {
  const response = await whole.post('/v1/chat/completions', { max_tokens: 24, ...body });
  if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
  return (await response.json()) as Completion;
}

async function states(whole: Whole): Promise<Record<string, string>> {
  const { data } = (await (await fetch(`${whole.url}/v1/models`)).json()) as {
    data: { id: string; switchboard: { state: string } }[];
  };
  return Object.fromEntries(data.map(({ id, switchboard }) => [id, switchboard.state]));
}

describe('the embedded model', () => {
  test('plays every expert that needs no eyes, and says that it does', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'tiny.gguf');
      writeTinyGguf(path, { contextLength: 4096 });
      const whole = await startEmbedded(folder, path);
      for (const expert of SIGHTLESS) {
        const { switchboard } = await complete(whole, { model: expert, prompt: 'hi', max_tokens: 4 });
        expect(switchboard).toMatchObject({ expert, degraded: null });
      }
      const infill = await whole.post('/v1/completions', { prompt: 'x' });
      expect(infill.status).toBe(400);
      expect(await infill.text()).toContain('EXPERT_CODE_URL');
      await whole.close();
    });
  });
});

const models = join(import.meta.dirname, '../../data/models');
const real = await findGguf(models);
if (real === null) console.log(`skipped: no real model is in ${models}; npm run model fetches one`);

describe.skipIf(real === null)('the small model that is really used', () => {
  let whole: Whole;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'switchboard-'));
    whole = await startEmbedded(folder, real ?? '');
  });

  afterAll(async () => {
    await whole.close();
    await rm(folder, { recursive: true, force: true });
  });

  test.each<[ExpertName, string, RegExp]>([
    ['general', 'What is the capital of France?', /Paris/],
    ['code', 'Write a Python function that adds two numbers.', /def |```/],
    ['math', 'What is 2+2?', /step|4/i],
    ['translate', 'Translate into French: good morning', /\p{L}/u],
    ['structured', 'Give the name and age of Ann, who is 31.', /\S/],
  ])('plays %s: its own name, words of use, tokens counted', async (model, prompt, words) => {
    const { choices, switchboard } = await complete(whole, { model, prompt });
    expect(choices[0]?.message.content).toMatch(words);
    expect(switchboard).toMatchObject({ expert: model, degraded: null, route: { expert: model } });
    expect(basename(real ?? '').toLowerCase()).toContain(switchboard.model_used.toLowerCase());
    expect(switchboard.usage.prompt_tokens).toBeGreaterThan(10);
    expect(switchboard.usage.completion_tokens).toBeLessThanOrEqual(24);
  });

  test('a turn asked over HTTP is remembered by the next one', async () => {
    const first = await whole.ask({ text: 'What is the capital of France?', conversation: 'c' });
    expect(first).toMatchObject({ response: expect.stringContaining('Paris'), degraded: null });
    const next = await whole.ask({ text: 'And of Germany?', conversation: 'c' });
    expect(next.response).toContain('Berlin');
    expect(next.usage.cached_tokens).toBeGreaterThan(first.usage.prompt_tokens);
  });

  test('JSON comes out valid against the schema', async () => {
    const schema = {
      type: 'object',
      properties: { name: { type: 'string' }, age: { type: 'integer' } },
      required: ['name', 'age'],
      additionalProperties: false,
    };
    const { choices } = await complete(whole, {
      model: 'structured',
      prompt: 'Ann is 31 years old. Give her name and age as JSON.',
      response_format: { type: 'json_schema', json_schema: { name: 'person', schema } },
      max_tokens: 60,
    });
    const value: unknown = JSON.parse(choices[0]?.message.content ?? '');
    expect(new Ajv().validate(schema, value), JSON.stringify(value)).toBe(true);
  });

  test('pictures need a model with eyes: the answer names the variable, and the list says who plays what', async () => {
    const attachments = [{ data: PIXEL, mime: 'image/png', name: 'x.png' }];
    const response = await whole.post('/v1/ask', { text: 'what is it?', attachments });
    expect(response.status).toBe(503);
    expect(await response.text()).toContain('EXPERT_VISION_URL');
    expect(await states(whole)).toMatchObject({
      general: 'embedded',
      code: 'played_by_general',
      math: 'played_by_general',
      translate: 'played_by_general',
      structured: 'played_by_general',
    });
  });
});
