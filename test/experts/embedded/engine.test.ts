import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createEmbeddedEngine, type EmbeddedEngine } from '../../../src/experts/embedded/engine.ts';
import type { EmbeddedStatus } from '../../../src/experts/embedded/status.ts';
import type { ChatMessage, GenerateEvent, GenerateRequest } from '../../../src/experts/engine.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { tinyGguf, writeTinyGguf } from '../../support/tiny-gguf.ts';

const signal = new AbortController().signal;
const log = pino({ level: 'silent' });
const QUESTION: ChatMessage[] = [
  { role: 'system', content: 'You are tiny.' },
  { role: 'user', content: 'Who are you?' },
];
/** Sampling, with a seed, so that the nonsense varies but is the same at each run. */
const SAMPLED = { temperature: 1, seed: 7 };

let engine: EmbeddedEngine;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'switchboard-'));
  const path = join(folder, 'Tiny-Random.F32.gguf');
  writeTinyGguf(path);
  engine = createEmbeddedEngine({ findModel: async () => path, log });
  engine.start();
  await engine.ready(signal);
});

afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

interface Answer {
  readonly text: string;
  readonly queue: number[];
  readonly deltas: number;
  readonly end: Extract<GenerateEvent, { type: 'end' }>;
}

async function ask(request: Partial<GenerateRequest> = {}, own: AbortSignal = signal): Promise<Answer> {
  const deltas: string[] = [];
  const queue: number[] = [];
  for await (const event of engine.generate(asked(request), own)) {
    if (event.type === 'text') deltas.push(event.delta);
    else if (event.type === 'queue') queue.push(event.position);
    else return { text: deltas.join(''), deltas: deltas.length, queue, end: event };
  }
  throw new Error('no end event');
}

function asked(request: Partial<GenerateRequest>): GenerateRequest {
  return { messages: QUESTION, maxTokens: 24, sampling: { temperature: 0 }, ...request };
}

/** A generation that has the slot and has said its first words. */
async function running(request: Partial<GenerateRequest> = {}, own: AbortSignal = signal) {
  const iterator = engine.generate(asked({ maxTokens: 500, ...request }), own)[Symbol.asyncIterator]();
  const first = await iterator.next();
  expect(first.value).toMatchObject({ type: 'text' });
  return iterator;
}

describe('an answer', () => {
  test('streams, ends at the output cap and counts exactly', async () => {
    const { deltas, end } = await ask({ maxTokens: 24 });
    expect(deltas).toBeGreaterThan(10);
    expect(end.finish).toBe('length');
    expect(end.usage.completion_tokens).toBe(24);
    expect(end.usage.prompt_tokens).toBe(await engine.countTokens(QUESTION, signal));
  });

  test('is the same for the same seed, and another for another', async () => {
    const first = await ask({ sampling: { temperature: 1, seed: 1 } });
    expect((await ask({ sampling: { temperature: 1, seed: 1 } })).text).toBe(first.text);
    expect((await ask({ sampling: { temperature: 1, seed: 2 } })).text).not.toBe(first.text);
  });

  test('with a tiny topP only the likeliest tokens are left: as if greedy', async () => {
    const greedy = await ask();
    expect((await ask({ sampling: { temperature: 1, seed: 3, topP: 1e-6 } })).text).toBe(greedy.text);
  });

  test('repeats itself less with a repetition penalty', async () => {
    const different = (text: string) => new Set(text).size;
    const plain = await ask({ maxTokens: 120 });
    const penalized = await ask({ maxTokens: 120, sampling: { temperature: 0, repetitionPenalty: 5 } });
    expect(different(penalized.text)).toBeGreaterThan(different(plain.text));
  });

  test('ends before a stop string, which is not shown', async () => {
    const { text } = await ask({ sampling: SAMPLED });
    const stop = text.slice(8, 11);
    const stopped = await ask({ sampling: { ...SAMPLED, stop: [stop] } });
    expect(stopped.end.finish).toBe('stop');
    expect(stopped.text).toBe(text.slice(0, text.indexOf(stop)));
  });

  test('special tokens in what a user writes are plain text', async () => {
    const plain = await engine.countTokens([{ role: 'user', content: 'xxxxxxxxxx' }], signal);
    const special = await engine.countTokens([{ role: 'user', content: '<|im_end|>' }], signal);
    expect(special).toBe(plain);
  });

  test('text parts are read; a picture is refused', async () => {
    const parts: ChatMessage = { role: 'user', content: [{ type: 'text', text: 'Who are you?' }] };
    const whole = await engine.countTokens([{ role: 'user', content: 'Who are you?' }], signal);
    expect(await engine.countTokens([parts], signal)).toBe(whole);
    const picture: ChatMessage = {
      role: 'user',
      content: [{ type: 'image_url', image_url: { url: 'data:,' } }],
    };
    await expect(ask({ messages: [picture] })).rejects.toMatchObject({ code: 'refused' });
  });
});

describe('the prefix of the last prompt', () => {
  test('is not read again, and the rest is', async () => {
    const conversation: ChatMessage[] = [...QUESTION];
    await ask({ messages: conversation });
    const before = await engine.countTokens(conversation, signal);
    conversation.push({ role: 'assistant', content: 'Tiny.' }, { role: 'user', content: 'Really?' });
    const { usage } = (await ask({ messages: conversation })).end;
    expect(usage.cached_tokens).toBeGreaterThanOrEqual(before);
    expect(usage.cached_tokens).toBeLessThan(usage.prompt_tokens);
  });

  test('is told to be nothing where nothing is shared', async () => {
    await ask({ messages: [{ role: 'user', content: 'a' }] });
    const { usage } = (await ask({ messages: [{ role: 'system', content: 'b' }] })).end;
    // The template's own first token is always the same.
    expect(usage.cached_tokens).toBe(1);
  });

  test('the whole prompt again: all but its last token', async () => {
    const first = await ask({ sampling: SAMPLED });
    const again = await ask({ sampling: SAMPLED });
    expect(again.end.usage.cached_tokens).toBe(again.end.usage.prompt_tokens - 1);
    expect(again.text).toBe(first.text);
  });
});

describe('JSON', () => {
  const ajv = new Ajv();
  const person = {
    type: 'object',
    properties: {
      kind: { enum: ['cat', 'dog'] },
      age: { type: 'integer' },
      tags: { type: 'array', items: { type: 'boolean' }, maxItems: 3 },
      owner: { anyOf: [{ type: 'null' }, { $ref: '#/$defs/owner' }] },
    },
    required: ['kind', 'age', 'tags', 'owner'],
    additionalProperties: false,
    $defs: { owner: { type: 'object', properties: { rich: { type: 'boolean' } }, required: ['rich'] } },
  };

  test.each([1, 2, 3, 4, 5])(
    'fits the schema, whatever the model would rather say (seed %i)',
    async (seed) => {
      const { text, end } = await ask({ json: person, maxTokens: 300, sampling: { temperature: 1, seed } });
      expect(end.finish).toBe('stop');
      expect(ajv.validate(person, JSON.parse(text)), text).toBe(true);
    },
  );

  test.each([1, 2, 3])('numbers are finite and integers are integers (seed %i)', async (seed) => {
    const schema = { type: 'array', items: { type: 'integer' }, minItems: 3, maxItems: 3 };
    const { text } = await ask({ json: schema, maxTokens: 300, sampling: { temperature: 2, seed } });
    expect((JSON.parse(text) as unknown[]).every(Number.isInteger), text).toBe(true);
  });

  test('without a schema it is an object or a list', async () => {
    const { text, end } = await ask({ json: true, maxTokens: 700, sampling: { temperature: 1, seed: 2 } });
    expect(end.finish).toBe('stop');
    expect(typeof JSON.parse(text)).toBe('object');
  });

  test('a schema that no grammar can hold still gives JSON', async () => {
    const json = { $ref: 'https://example.org/elsewhere' };
    const { text } = await ask({ json, maxTokens: 700, sampling: { temperature: 1, seed: 2 } });
    expect(typeof JSON.parse(text)).toBe('object');
  });

  test('JSON that was cut by the output cap is said to be cut', async () => {
    const { end } = await ask({ json: person, maxTokens: 5 });
    expect(end).toMatchObject({ finish: 'length', usage: { completion_tokens: 5 } });
  });
});

describe('the window', () => {
  const long = (characters: number): ChatMessage[] => [{ role: 'user', content: 'x'.repeat(characters) }];

  test('is that of the model, under a name made from its file', async () => {
    expect(await engine.info(signal)).toEqual({ model: 'tiny-random', root: null, window: 1024 });
  });

  test('the output is lowered to what is left, and never more is written', async () => {
    const overhead = await engine.countTokens(long(0), signal);
    const messages = long(1024 - overhead - 20);
    const { end } = await ask({ messages, maxTokens: 500 });
    expect(end.usage).toMatchObject({ prompt_tokens: 1004, completion_tokens: 20 });
    expect(end.finish).toBe('length');
  });

  test('a prompt that leaves no room is refused with the size of the window', async () => {
    const refused = { code: 'context_overflow', window: 1024 };
    await expect(ask({ messages: long(1000) })).rejects.toMatchObject(refused);
    await expect(ask({ messages: long(2000) })).rejects.toMatchObject(refused);
  });

  test('a megabyte is counted and refused, with the event loop alive in between', async () => {
    let turns = 0;
    let counting = true;
    const beat = () => {
      turns++;
      if (counting) setImmediate(beat);
    };
    setImmediate(beat);
    const tokens = await engine.countTokens(long(1_000_000), signal);
    counting = false;
    expect(tokens).toBeGreaterThan(900_000);
    expect(turns).toBeGreaterThan(50);
    await expect(ask({ messages: long(1_000_000) })).rejects.toMatchObject({ code: 'context_overflow' });
  });

  test('after a refusal the next is answered', async () => {
    await expect(ask({ messages: long(5000) })).rejects.toMatchObject({ code: 'context_overflow' });
    expect((await ask()).end.finish).toBe('length');
  });
});

describe('stopping', () => {
  test('an abort ends the answer with its reason, and the next is answered', async () => {
    const controller = new AbortController();
    const iterator = await running({}, controller.signal);
    controller.abort(new Error('stopped'));
    await expect(iterator.next()).rejects.toThrow('stopped');
    expect((await ask()).end.usage.completion_tokens).toBe(24);
  });

  test('an abort while the prompt is read ends it too', async () => {
    const controller = new AbortController();
    const messages: ChatMessage[] = [{ role: 'user', content: 'y'.repeat(900) }];
    const first = engine.generate(asked({ messages }), controller.signal)[Symbol.asyncIterator]().next();
    setImmediate(() => controller.abort(new Error('stopped')));
    await expect(first).rejects.toThrow('stopped');
    expect((await ask()).end.finish).toBe('length');
  });

  test('what is aborted before it begins does not begin', async () => {
    await expect(ask({}, AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped');
  });

  test('leaving the loop gives the slot to the next', async () => {
    for await (const event of engine.generate(asked({ maxTokens: 500 }), signal)) {
      if (event.type === 'text') break;
    }
    expect((await ask()).queue).toEqual([]);
  });

  test('an answer that was left is no reason to read the prompt again', async () => {
    const iterator = await running();
    await iterator.return?.();
    const { usage } = (await ask()).end;
    expect(usage.cached_tokens).toBe(usage.prompt_tokens - 1);
  });
});

describe('the queue', () => {
  test('those who wait are told their place, and how it changes', async () => {
    const iterator = await running();
    const second = ask();
    const third = ask();
    await new Promise((resolve) => setImmediate(resolve));
    await iterator.return?.();
    expect((await second).queue).toEqual([1]);
    expect((await third).queue).toEqual([2, 1]);
  });

  test('who stops waiting is not waited for', async () => {
    const iterator = await running();
    const controller = new AbortController();
    const second = ask({}, controller.signal);
    const third = ask();
    await new Promise((resolve) => setImmediate(resolve));
    controller.abort(new Error('stopped'));
    await expect(second).rejects.toThrow('stopped');
    await iterator.return?.();
    expect((await third).end.finish).toBe('length');
  });

  test("background work gives way to a person's request", async () => {
    const iterator = await running({ background: true });
    const person = ask();
    await new Promise((resolve) => setImmediate(resolve));
    await expect(iterator.next()).rejects.toMatchObject({ code: 'preempted' });
    expect((await person).end.finish).toBe('length');
  });

  test('background work waits until no person waits', async () => {
    const order: string[] = [];
    const iterator = await running();
    const background = ask({ background: true }).then(() => order.push('background'));
    const person = ask().then(() => order.push('person'));
    await new Promise((resolve) => setImmediate(resolve));
    await iterator.return?.();
    await Promise.all([background, person]);
    expect(order).toEqual(['person', 'background']);
  });
});

test('the event loop turns between any two tokens', async () => {
  let turns = 0;
  let counting = true;
  const beat = () => {
    turns++;
    if (counting) setImmediate(beat);
  };
  setImmediate(beat);
  const seen: number[] = [];
  for await (const event of engine.generate(asked({ maxTokens: 60 }), signal)) {
    if (event.type === 'text') seen.push(turns);
  }
  counting = false;
  expect(seen.length).toBeGreaterThan(20);
  // A delta may hold several tokens, never the other way round: each brings a turn of its own.
  expect(new Set(seen).size).toBe(seen.length);
});

describe('starting and ending', () => {
  function another(findModel: () => Promise<string>) {
    const statuses: EmbeddedStatus[] = [];
    const own = createEmbeddedEngine({ findModel, log, onStatus: (status) => statuses.push(status) });
    onTestFinished(() => own.close());
    return { own, statuses };
  }

  test('until the model is there, calls say so, and it is not healthy', async () => {
    const found = Promise.withResolvers<string>();
    const { own } = another(() => found.promise);
    own.start();
    await expect(own.info(signal)).rejects.toMatchObject({ code: 'no_model', endpoint: 'embedded' });
    await expect(own.countTokens(QUESTION, signal)).rejects.toMatchObject({ code: 'no_model' });
    expect(await own.healthy(signal)).toBe(false);
    expect(own.status().ready).toBe(false);
    found.resolve(join(folder, 'Tiny-Random.F32.gguf'));
    await own.ready(signal);
    expect(await own.healthy(signal)).toBe(true);
    expect(own.status()).toEqual({ ready: true, detail: 'tiny-random is ready.', progress: null });
  });

  test('a damaged file is named, with what to do', async () => {
    const path = join(tempFolder(), 'damaged.gguf');
    writeFileSync(path, 'GGUF and then nothing that makes sense');
    const { own, statuses } = another(async () => path);
    await expect(own.ready(signal)).rejects.toMatchObject({ code: 'no_model' });
    expect(own.status().detail).toContain(path);
    expect(own.status().detail).toContain('EMBEDDED_MODEL=/path/to/model.gguf');
    expect(statuses.map(({ stage }) => stage)).toEqual(['loading', 'failed']);
    expect(existsSync(path)).toBe(true);
  });

  test('a model that stops in the middle of its weights is named too', async () => {
    const path = join(tempFolder(), 'half.gguf');
    writeFileSync(path, tinyGguf().subarray(0, 200_000));
    const { own } = another(async () => path);
    await expect(own.ready(signal)).rejects.toThrow(path);
  });

  test('closing ends an answer that is under way and those who wait, and later calls are refused', async () => {
    const { own } = another(async () => join(folder, 'Tiny-Random.F32.gguf'));
    await own.ready(signal);
    const iterator = own.generate(asked({ maxTokens: 900 }), signal)[Symbol.asyncIterator]();
    await iterator.next();
    const waiting = own.generate(asked({}), signal)[Symbol.asyncIterator]();
    expect((await waiting.next()).value).toEqual({ type: 'queue', position: 1 });
    const told = waiting.next();
    told.catch(() => {});
    const under = iterator.next();
    under.catch(() => {});
    await own.close();
    await expect(under).rejects.toMatchObject({ code: 'no_model' });
    await expect(told).rejects.toMatchObject({ code: 'no_model' });
    await expect(own.info(signal)).rejects.toThrow('closed');
    expect(await own.healthy(signal)).toBe(false);
    await own.close();
  });

  test('closing while the model is looked for ends the search', async () => {
    const own = createEmbeddedEngine({
      findModel: (ownSignal) =>
        new Promise((_, reject) => ownSignal.addEventListener('abort', () => reject(ownSignal.reason))),
      log,
    });
    own.start();
    await own.close();
    await expect(own.ready(signal)).rejects.toThrow('closed');
  });
});
