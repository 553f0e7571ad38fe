import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Receipt } from '../../src/conversation/types.ts';
import { type NllbDouble, startNllb } from '../doubles/nllb/server.ts';
import { startVllm, type VllmDouble } from '../doubles/vllm/server.ts';
import { withFolder } from '../support/processes.ts';
import { writeTinyGguf } from '../support/tiny-gguf.ts';
import { PIXEL } from '../support/turns.ts';
import { startWhole, type Whole } from '../support/whole.ts';

/** The owner's machine: a server for every expert, each refusing what its model would refuse. */
let servers: Record<'general' | 'code' | 'math' | 'structured' | 'vision', VllmDouble>;
let nllb: NllbDouble;
let whole: Whole;

beforeAll(async () => {
  const start = (root: string, answer: string, model = {}) =>
    startVllm({ models: [{ id: 'main', root, ...model }], script: () => answer });
  servers = {
    general: await start('Qwen/Qwen2.5-7B-Instruct-AWQ', 'from general'),
    code: await start('bigcode/starcoder2-7b', ' f():\n    pass', { chatTemplate: false }),
    math: await start('meta-math/MetaMath-7B-V1.0', '2+2 = 4.\nThe answer is: 4', {
      chatTemplate: false,
      window: 4096,
    }),
    structured: await start('Qwen/Qwen2.5-7B-Instruct', '{"a":1}'),
    vision: await start('Qwen/Qwen2.5-VL-7B-Instruct-AWQ', 'a dot', { vision: true }),
  };
  nllb = await startNllb({
    translate: (text, _, target) => `[${target}] ${text}`,
    // Two words may be Arabic or Persian, Hindi or Nepali: then the service is asked.
    language: (text) => (/\p{Script=Arabic}/u.test(text) ? 'arb_Arab' : 'hin_Deva'),
  });
  const urls = Object.entries(servers).map(([name, { url }]) => [name, [url]]);
  whole = await startWhole({ ...Object.fromEntries(urls), translate: [nllb.url] }, {}, ['translate']);
});

afterAll(async () => {
  await whole.close();
  await nllb.close();
  for (const server of Object.values(servers)) await server.close();
});

async function ask(body: object): Promise<Receipt> {
  const response = await fetch(`${whole.url}/v1/ask`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as Receipt;
}

describe('every expert with a server of its own', () => {
  test.each([
    ['general', 'from general'],
    ['code', '```python\ndef f():\n    pass\n```'],
    ['math', '2+2 = 4.\nThe answer is: 4'],
    ['structured', '{"a":1}'],
  ])('%s answers in the form of its model', async (expert, response) => {
    expect(await ask({ text: 'go', expert })).toMatchObject({ expert, response, degraded: null });
  });

  test('a picture is looked at', async () => {
    const attachments = [{ data: PIXEL, mime: 'image/png', name: 'x.png' }];
    expect(await ask({ text: 'what is it?', attachments })).toMatchObject({
      expert: 'vision',
      response: 'a dot',
    });
  });

  test.each([
    ['Translate into Chinese: good morning', 'zho_Hans', 'good morning'],
    ['翻译成英文：早上好', 'eng_Latn', '早上好'],
    ['Translate into Arabic: good morning', 'arb_Arab', 'good morning'],
    ['Translate into English: صباح الخير', 'eng_Latn', 'صباح الخير'],
    ['Translate to Hindi: good morning', 'hin_Deva', 'good morning'],
    ['Translate into English: सुप्रभात', 'eng_Latn', 'सुप्रभात'],
    ['Translate into Swahili: good morning', 'swh_Latn', 'good morning'],
    ['Translate from Swahili into English: habari za asubuhi', 'eng_Latn', 'habari za asubuhi'],
  ])('%s', async (text, target, words) => {
    expect(await ask({ text, expert: 'translate' })).toMatchObject({
      model_used: 'nllb-200',
      response: `[${target}] ${words}`,
      degraded: null,
    });
  });

  test('the list of models says what plays what', async () => {
    const { data } = (await (await fetch(`${whole.url}/v1/models`)).json()) as {
      data: { id: string; switchboard: { state: string; window: number | null } }[];
    };
    const states = Object.fromEntries(data.map(({ id, switchboard }) => [id, switchboard.state]));
    expect(states).toMatchObject({ general: 'up', code: 'up', math: 'up', translate: 'up', vision: 'up' });
    expect(data.find(({ id }) => id === 'math')?.switchboard.window).toBe(4096);
  });

  test('general stands in for a translation service that is down, with an honest word', async () => {
    const other = await startNllb();
    const alone = await startWhole({ general: [servers.general.url], translate: [other.url] }, {}, [
      'translate',
    ]);
    await other.close();
    const response = await fetch(`${alone.url}/v1/ask`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text: 'Translate into French: hello', expert: 'translate' }),
    });
    expect(await response.json()).toMatchObject({
      expert: 'general',
      response: 'from general',
      degraded: { wanted: 'translate', reason: 'translate is down; general answered' },
    });
    await alone.close();
  });
});

describe('the embedded model', () => {
  test('plays every expert that needs no eyes, and says that it does', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'tiny.gguf');
      writeTinyGguf(path, { contextLength: 4096 });
      const alone = await startWhole({}, { dataDir: folder, embeddedModel: path });
      await alone.switchboard.modelReady(new AbortController().signal);
      for (const expert of ['general', 'code', 'math', 'translate', 'structured']) {
        const response = await fetch(`${alone.url}/v1/chat/completions`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ model: expert, prompt: 'hi', max_tokens: 4 }),
        });
        expect(await response.json()).toMatchObject({ switchboard: { expert, degraded: null } });
      }
      const infill = await fetch(`${alone.url}/v1/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ prompt: 'x' }),
      });
      expect(infill.status).toBe(400);
      expect(await infill.text()).toContain('EXPERT_CODE_URL');
      await alone.close();
    });
  });
});
