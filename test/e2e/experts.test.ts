import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ExpertName } from '../../src/conversation/types.ts';
import { type NllbDouble, startNllb } from '../doubles/nllb/server.ts';
import { type CatalogueName, modelSpec } from '../doubles/vllm/catalogue.ts';
import { startVllm, type VllmDouble } from '../doubles/vllm/server.ts';
import { PIXEL } from '../support/turns.ts';
import { startWhole, type Whole } from '../support/whole.ts';

const SERVED = ['general', 'code', 'math', 'structured', 'vision', 'repair', 'embed'] as const;

/** The owner's machine: a server for every expert, each refusing what its model would refuse. */
let servers: Record<(typeof SERVED)[number], VllmDouble>;
let nllb: NllbDouble;
let whole: Whole;

beforeAll(async () => {
  const start = (name: CatalogueName, answer: string) =>
    startVllm({ models: [modelSpec(name)], script: () => answer });
  servers = {
    general: await start('qwenAwq', 'from general'),
    code: await start('starcoder2', ' f():\n    pass'),
    math: await start('metamath', '2+2 = 4.\nThe answer is: 4'),
    structured: await start('qwen', '{"a":1}'),
    vision: await start('qwenVl', 'a dot'),
    repair: await start('tinyllama', '{}'),
    embed: await start('bgeM3', 'never'),
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

describe('every expert with a server of its own', () => {
  test.each<[ExpertName, string]>([
    ['general', 'from general'],
    ['code', '```python\ndef f():\n    pass\n```'],
    ['math', '2+2 = 4.\nThe answer is: 4'],
    ['structured', '{"a":1}'],
  ])('%s answers in the form of its model', async (expert, response) => {
    expect(await whole.ask({ text: 'go', expert })).toMatchObject({ expert, response, degraded: null });
  });

  test('a picture is looked at', async () => {
    const attachments = [{ data: PIXEL, mime: 'image/png', name: 'x.png' }];
    expect(await whole.ask({ text: 'what is it?', attachments })).toMatchObject({
      expert: 'vision',
      response: 'a dot',
    });
  });

  test.each([
    ['Translate into Chinese: good morning', 'eng_Latn', 'zho_Hans', 'good morning'],
    ['Translate into Traditional Chinese: good morning', 'eng_Latn', 'zho_Hant', 'good morning'],
    ['翻译成英文：早上好', 'zho_Hans', 'eng_Latn', '早上好'],
    ['Translate into Arabic: good morning', 'eng_Latn', 'arb_Arab', 'good morning'],
    ['Translate into English: صباح الخير', 'arb_Arab', 'eng_Latn', 'صباح الخير'],
    ['Translate to Hindi: good morning', 'eng_Latn', 'hin_Deva', 'good morning'],
    ['Translate into English: सुप्रभात', 'hin_Deva', 'eng_Latn', 'सुप्रभात'],
    ['Translate into Swahili: good morning', 'eng_Latn', 'swh_Latn', 'good morning'],
    ['Translate from Swahili into English: habari za asubuhi', 'swh_Latn', 'eng_Latn', 'habari za asubuhi'],
    ['Translate into Arabic: 早上好', 'zho_Hans', 'arb_Arab', '早上好'],
  ])('%s', async (text, source, target, words) => {
    const before = nllb.translations.length;
    expect(await whole.ask({ text, expert: 'translate' })).toMatchObject({
      model_used: 'nllb-200',
      response: `[${target}] ${words}`,
      degraded: null,
    });
    expect(nllb.translations.slice(before)).toMatchObject([{ text: words, source, target }]);
  });

  test('a message that names a language alone is about the last text, not a text itself', async () => {
    const ask = (text: string) => whole.ask({ text, expert: 'translate', conversation: 'in-another' });
    await ask('to French: good morning\nand good night');
    expect((await ask('and in Swahili?')).response).toBe(
      '[swh_Latn] good morning\n[swh_Latn] and good night',
    );
    expect((await ask('那德语呢？')).response).toBe('[deu_Latn] good morning\n[deu_Latn] and good night');
    expect((await ask('to French: in German')).response).toBe('[fra_Latn] in German');
  });

  test('the list of models says what plays what', async () => {
    const { data } = (await (await fetch(`${whole.url}/v1/models`)).json()) as {
      data: { id: string; switchboard: { state: string; window: number | null } }[];
    };
    const states = Object.fromEntries(data.map(({ id, switchboard }) => [id, switchboard.state]));
    expect(states).toMatchObject({ general: 'up', code: 'up', math: 'up', translate: 'up', vision: 'up' });
    expect(data.find(({ id }) => id === 'math')?.switchboard.window).toBe(4096);
  });

  test('repair and embed are there, are reported with their windows, and answer nobody', async () => {
    const report = whole.switchboard.report();
    expect(report).toContainEqual(expect.stringMatching(/^repair: main, 2048 tokens, .* up$/));
    expect(report).toContainEqual(expect.stringMatching(/^embed: main, 8192 tokens, .* up$/));
    for (const expert of ['repair', 'embed']) {
      expect((await whole.post('/v1/ask', { text: 'hi', expert })).status).toBe(400);
      const chat = { model: expert, messages: [{ role: 'user', content: 'hi' }] };
      expect((await whole.post('/v1/chat/completions', chat)).status).toBe(404);
    }
    // Looked for, never asked.
    const asked = [servers.repair, servers.embed].flatMap(({ requests }) => requests);
    expect(asked.every(({ method }) => method === 'GET')).toBe(true);
  });

  test('helpers alone make nothing ready', async () => {
    const alone = await startWhole({ repair: [servers.repair.url], embed: [servers.embed.url] });
    expect((await fetch(`${alone.url}/readyz`)).status).toBe(503);
    expect((await alone.post('/v1/ask', { text: 'hi' })).status).toBe(503);
    await alone.close();
  });

  test('general stands in for a translation service that is down, with an honest word', async () => {
    const other = await startNllb();
    const alone = await startWhole({ general: [servers.general.url], translate: [other.url] }, {}, [
      'translate',
    ]);
    await other.close();
    const receipt = await alone.ask({ text: 'Translate into French: hello', expert: 'translate' });
    expect(receipt).toMatchObject({
      expert: 'general',
      response: 'from general',
      degraded: { wanted: 'translate', reason: 'translate is down; general answered' },
    });
    await alone.close();
  });
});
