import sharp from 'sharp';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import type { Receipt } from '../../src/conversation/types.ts';
import { CATALOGUE, type CatalogueName, modelSpec } from '../doubles/vllm/catalogue.ts';
import { startVllm } from '../doubles/vllm/server.ts';
import { type ServedModel, sentTo, startServedModel } from '../support/served-model.ts';
import { PIXEL } from '../support/turns.ts';
import { startWhole } from '../support/whole.ts';

let served: ServedModel | undefined;
afterEach(async () => {
  await served?.close();
  served = undefined;
});

async function serve(name: CatalogueName) {
  served = await startServedModel('vision', name, 'a dot');
  return served;
}

const pictures = (count: number, data = PIXEL) =>
  Array.from({ length: count }, (_, index) => ({ data, mime: 'image/png', name: `${index}.png` }));
const part = { type: 'image_url', image_url: { url: `data:image/png;base64,${PIXEL}` } };
const question = { type: 'text', text: 'what is it?' };

test.each([
  ['qwenVl', 1, 1],
  ['qwenVl', 2, 2],
  ['qwenVl', 3, 2],
  ['llava', 1, 1],
  ['llava', 3, 1],
] as const)('%s gets of %i pictures %i, as data URIs before the question', async (name, sent, looked) => {
  const { ask } = await serve(name);
  const { body, path, receipt } = await ask({ text: 'what is it?', attachments: pictures(sent) });
  expect(path).toBe('/v1/chat/completions');
  expect(receipt.response).toBe('a dot');
  const system = name === 'llava' ? [] : [{ role: 'system', content: expect.stringContaining('pictures') }];
  const content = [...Array.from({ length: looked }, () => part), question];
  expect(body.messages).toEqual([...system, { role: 'user', content }]);
  const skipped = receipt.checks.filter(({ name, status }) => name === 'images' && status === 'skipped');
  expect(skipped).toHaveLength(sent > looked ? 1 : 0);
});

test('a picture goes to vision though another expert was asked for, and the receipt says so', async () => {
  const { whole, general } = await serve('qwenVl');
  const receipt = await whole.ask({ text: 'what is it?', expert: 'math', attachments: pictures(1) });
  expect(receipt).toMatchObject({ expert: 'vision', response: 'a dot', degraded: { wanted: 'math' } });
  expect(sentTo(general)).toEqual([]);
});

test('a question about the picture before it is answered from what was said', async () => {
  const { ask } = await serve('llava');
  await ask({ text: 'what is it?', conversation: 'c', attachments: pictures(1) });
  const { body } = await ask({ text: 'what colour?', conversation: 'c' });
  expect(body.messages).toMatchObject([
    { role: 'user', content: expect.stringContaining('what is it?') },
    { role: 'assistant', content: 'a dot' },
    { role: 'user', content: 'what colour?' },
  ]);
});

test.each([
  ['qwenVl', 2],
  ['llava', 1],
] as const)('%s: of the pictures in a caller’s own history the newest %i are shown', async (name, most) => {
  const { double, whole } = await serve(name);
  const turn = (text: string) => ({ role: 'user', content: [part, { type: 'text', text }] });
  const answer = { role: 'assistant', content: 'a dot' };
  const messages = [turn('1'), answer, turn('2'), answer, turn('3')];
  const response = await whole.post('/v1/chat/completions', { model: 'vision', messages });
  expect(response.status).toBe(200);
  const sent = sentTo(double)
    .at(-1)
    ?.body.messages?.filter(({ role }) => role === 'user');
  const shown = sent?.map(({ content }) => JSON.stringify(content).split('image_url":{').length - 1);
  expect(shown).toEqual([0, 0, 0].map((_, index) => (index >= 3 - most ? 1 : 0)));
});

test('a large picture is scaled down before it is sent, so that it cannot eat the window', async () => {
  const { ask } = await serve('qwenVl');
  const create = { width: 3000, height: 2000, channels: 3, background: '#804020' } as const;
  const large = (await sharp({ create }).png().toBuffer()).toString('base64');
  const { body } = await ask({ text: 'what is it?', attachments: pictures(1, large) });
  const content = body.messages?.at(-1)?.content as (typeof part)[];
  const [, data = ''] = content[0]?.image_url.url.split(',') ?? [];
  const { height, width } = await sharp(Buffer.from(data, 'base64')).metadata();
  expect(width * height).toBeLessThanOrEqual(1280 * 28 * 28);
  expect(width * height).toBeGreaterThan(900_000);
  expect(width / height).toBeCloseTo(1.5, 1);
});

test.each([
  ['llava', true],
  ['llava', false],
  ['qwenVl', true],
  ['qwenVl', false],
] as const)(
  '%s: a picture beside a text that nearly fills the window leaves room (its server counts pictures: %s)',
  async (name, countsImages) => {
    const double = await startVllm({
      models: [{ ...modelSpec(name), countsImages }],
      script: () => 'a dot',
    });
    onTestFinished(() => double.close());
    const whole = await startWhole({ vision: [double.url] });
    onTestFinished(() => whole.close());
    const { imageTokens, window } = CATALOGUE[name];
    let refused = 0;
    // From half the window to all of it, in tokens of the double: five characters.
    const shares = Array.from({ length: 11 }, (_, index) => 0.5 + index / 20);
    for (const share of shares) {
      const text = 'word '.repeat(Math.round(window * share) - imageTokens);
      const response = await whole.post('/v1/ask', { text, expert: 'vision', attachments: pictures(1) });
      if (response.status === 200) {
        const { usage } = (await response.json()) as Receipt;
        const maxTokens = sentTo(double).at(-1)?.body.max_tokens ?? 0;
        expect(usage.prompt_tokens + maxTokens).toBeLessThanOrEqual(window);
      } else {
        refused++;
        expect(await response.text()).toMatch(/too long.*\d+ tokens/);
      }
    }
    // What was sent was answered: nothing was refused by the server.
    expect(sentTo(double)).toHaveLength(shares.length - refused);
    expect(refused).toBeLessThanOrEqual(2);
  },
);

test.each(['qwenVl', 'unknown'] as const)(
  'a general model plays vision only where it has eyes: %s',
  async (name) => {
    served = await startServedModel('general', name, 'a dot');
    const { double, whole } = served;
    const response = await whole.post('/v1/ask', { text: 'what is it?', attachments: pictures(1) });
    const { data } = (await (await fetch(`${whole.url}/v1/models`)).json()) as {
      data: { id: string; switchboard: { state: string } }[];
    };
    const state = data.find(({ id }) => id === 'vision')?.switchboard.state;
    if (name === 'qwenVl') {
      expect(await response.json()).toMatchObject({ expert: 'vision', response: 'a dot', degraded: null });
      expect(sentTo(double)[0]?.body.messages?.at(-1)?.content).toEqual([part, question]);
      expect(state).toBe('played_by_general');
    } else {
      expect(response.status).toBe(503);
      expect(await response.text()).toContain('EXPERT_VISION_URL');
      expect(sentTo(double)).toEqual([]);
      expect(state).toBe('down');
    }
  },
);
