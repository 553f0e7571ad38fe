import { expect, test } from 'vitest';
import type { WebSettings } from '../../../../adapters/web/protocol.ts';
import { newConversation } from '../../../support/web-browser.ts';
import { startWeb } from '../../../support/web-whole.ts';

const settingsOf = (id: string) => `/web/conversations/${id}/settings`;

test('a conversation begins as usual, with what can be chosen', async () => {
  const { browser } = await startWeb();
  const settings = await browser.json<WebSettings>('GET', settingsOf(newConversation()));
  expect(settings).toMatchObject({
    persona: null,
    language: null,
    temperature: null,
    context_tokens: null,
    expert: null,
    limits: { temperature: [0, 2], context_tokens: [512, 131_072], persona_characters: 2_000 },
  });
  expect(settings.personas.map(({ id }) => id)).toContain('tutor');
  expect(settings.languages).toContainEqual({ code: 'fra_Latn', name: 'French' });
});

test('what is set before the first question counts for it', async () => {
  const { browser, vllm } = await startWeb({ script: () => 'ok' });
  const id = newConversation();
  const change = { persona: 'You are a pirate.', temperature: 0.3, language: 'fra_Latn', expert: 'math' };
  const set = await browser.json<WebSettings>('PATCH', settingsOf(id), change);
  expect(set).toMatchObject({ ...change, persona: { id: null, text: 'You are a pirate.' } });
  await browser.ask(id, 'Hello');
  const body = vllm.requests.findLast(({ path }) => path === '/v1/chat/completions')?.body;
  expect(body).toMatchObject({ temperature: 0.3 });
  expect(JSON.stringify(body)).toMatch(/You are a pirate\..*Answer in French\./);
  expect((await browser.conversation(id)).settings).toEqual(set);
});

test('a change leaves the rest as it is, and null takes one back', async () => {
  const { browser } = await startWeb();
  const id = newConversation();
  await browser.json('PATCH', settingsOf(id), { temperature: 1, context_tokens: 2048 });
  await browser.json('PATCH', settingsOf(id), { persona: 'tutor' });
  const settings = await browser.json('PATCH', settingsOf(id), { temperature: null });
  expect(settings).toMatchObject({ temperature: null, context_tokens: 2048, persona: { id: 'tutor' } });
});

test('ready personas and languages are in the language of the page', async () => {
  const { browser } = await startWeb();
  const settings = await browser.json<WebSettings>('GET', `${settingsOf(newConversation())}?language=zh`);
  expect(settings.personas).toContainEqual(expect.objectContaining({ id: 'tutor', name: '导师' }));
  expect(settings.languages).toContainEqual({ code: 'fra_Latn', name: '法语' });
});

test.each([
  [{ temperature: 3 }, 'temperature', /温度/],
  [{ context_tokens: 1 }, 'contextTokens', /上下文/],
  [{ persona: 'x'.repeat(2_001) }, 'persona', /2000/],
  [{ language: 'Klingonese' }, 'language', /语言/],
])('%j is refused in the person’s language, and nothing of it is set', async (wrong, param, words) => {
  const { browser } = await startWeb();
  const id = newConversation();
  const path = `${settingsOf(id)}?language=zh`;
  const refused = await browser.refusal('PATCH', path, { expert: 'code', ...wrong });
  expect(refused).toMatchObject({ status: 400, param, message: expect.stringMatching(words) });
  expect(await browser.json('GET', path)).toMatchObject({ expert: null });
});

test('no browser sees or sets another’s', async () => {
  const { another, browser } = await startWeb();
  const id = newConversation();
  await browser.json('PATCH', settingsOf(id), { persona: 'mine' });
  const other = another();
  await other.json('PATCH', settingsOf(id), { temperature: 2 });
  expect(await other.json('GET', settingsOf(id))).toMatchObject({ persona: null, temperature: 2 });
  expect(await browser.json('GET', settingsOf(id))).toMatchObject({ temperature: null });
});
