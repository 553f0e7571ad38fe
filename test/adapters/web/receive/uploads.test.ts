import { expect, test } from 'vitest';
import { LIMITS } from '../../../../adapters/web/receive/limits.ts';
import { PIXEL } from '../../../support/turns.ts';
import { newConversation, newKey, receiptOf } from '../../../support/web-browser.ts';
import { startWeb } from '../../../support/web-whole.ts';

const picture = { name: 'pixel.png', mime: 'image/png', data: PIXEL };
const base64 = (content: string | Buffer) => Buffer.from(content).toString('base64');
const file = (name: string, content: string | Buffer, mime = '') => ({ name, mime, data: base64(content) });
const turnsOf = (id: string) => `/web/conversations/${id}/turns`;

test('the limits are told before anything is sent', async () => {
  const { browser } = await startWeb();
  expect(await browser.json('GET', '/web/status')).toMatchObject({ limits: LIMITS });
  expect(LIMITS.attachments).toBeGreaterThan(0);
});

test('a picture is looked at, and shown again with its turn', async () => {
  const { another, browser, vllm } = await startWeb({ script: () => 'A pixel.' });
  const id = newConversation();
  const events = await browser.ask(id, 'What is this?', { attachments: [picture] });
  expect(events[0]).toMatchObject({ data: { attachments: ['pixel.png'] } });
  expect(receiptOf(events).route.expert).toBe('vision');
  const body = vllm.requests.findLast(({ path }) => path === '/v1/chat/completions')?.body;
  expect(JSON.stringify(body)).toContain('image_url');
  const [shown] = (await browser.conversation(id)).turns[0]?.attachments ?? [];
  expect(shown).toMatchObject({ name: 'pixel.png', mime: 'image/png' });
  const url = shown?.url ?? '';
  const loaded = await browser.call('GET', url);
  expect(loaded.headers.get('content-type')).toBe('image/png');
  expect(base64(Buffer.from(await loaded.arrayBuffer()))).toBe(PIXEL);
  expect((await another().call('GET', url)).status).toBe(404);
});

test('a picture alone is a question, named by its file', async () => {
  const { browser } = await startWeb({ script: () => 'A pixel.' });
  const id = newConversation();
  receiptOf(await browser.ask(id, '', { attachments: [picture] }));
  expect((await browser.list()).conversations).toMatchObject([{ title: 'pixel.png' }]);
});

test('text and code become part of the question, and the history shows the person’s words and the file’s name', async () => {
  const { browser, vllm } = await startWeb({ script: () => 'ok' });
  const id = newConversation();
  await browser.ask(id, 'What does it do?', {
    attachments: [file('main.rs', 'fn main() {}', 'application/octet-stream')],
  });
  const body = vllm.requests.findLast(({ path }) => path === '/v1/chat/completions')?.body;
  expect(JSON.stringify(body)).toContain('fn main() {}');
  expect((await browser.conversation(id)).turns[0]).toMatchObject({
    text: 'What does it do?',
    attachments: [{ name: 'main.rs', url: null }],
  });
});

test('a file is what its content is, whatever it is called', async () => {
  const { browser } = await startWeb({ script: () => 'ok' });
  const id = newConversation();
  const page = file('harmless.png', '<script>alert(1)</script>', 'text/html');
  await browser.ask(id, 'Read this', { attachments: [page] });
  expect((await browser.conversation(id)).turns[0]?.attachments).toMatchObject([{ url: null }]);
  const { message } = (await browser.conversation(id)).turns[0] ?? {};
  const path = `${turnsOf(id)}/${encodeURIComponent(message ?? '')}/attachments/0`;
  expect((await browser.call('GET', path)).status).toBe(404);
});

test.each([
  [
    'a PDF',
    [file('paper.pdf', Buffer.from([0x25, 0x50, 0x44, 0x46, 0, 1]), 'application/pdf')],
    400,
    /paper\.pdf/,
  ],
  ['eleven files', Array.from({ length: 11 }, () => picture), 400, /too many files/],
  ['broken base64', [{ ...picture, data: 'a b' }], 400, /base64/],
  ['a file without data', [{ name: 'x', mime: '' }], 400, /data is missing/],
])('%s is refused, in words', async (_name, attachments, status, words) => {
  const { browser } = await startWeb();
  const id = newConversation();
  const refused = await browser.refusal('POST', turnsOf(id), { text: 'Hi', key: newKey(), attachments });
  expect(refused).toMatchObject({ status, message: expect.stringMatching(words) });
  expect((await browser.list()).conversations).toEqual([]);
});

test('files that are too large together are 413, in the person’s language, wherever they are noticed', async () => {
  const { browser } = await startWeb();
  const big = (mebibytes: number) => [file('big.txt', 'x'.repeat(mebibytes * 1024 * 1024), 'text/plain')];
  for (const mebibytes of [14.5, 20]) {
    const question = { text: '你好', key: newKey(), language: 'zh', attachments: big(mebibytes) };
    const response = await browser.call('POST', turnsOf(newConversation()), question, {
      'accept-language': 'zh-CN,zh;q=0.9',
    });
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ error: { message: expect.stringMatching(/超过 14 MB/) } });
  }
});

test.each([
  ['nothing to ask', { text: '  ', key: 'a'.repeat(8) }, 'text'],
  ['no key', { text: 'Hi' }, 'key'],
  ['a key of another form', { text: 'Hi', key: 'short' }, 'key'],
  ['an expert that there is not', { text: 'Hi', key: 'a'.repeat(8), expert: 'chef' }, 'expert'],
  ['no text', { key: 'a'.repeat(8) }, 'text'],
])('%s is 400', async (_name, body, param) => {
  const { browser } = await startWeb();
  const refused = await browser.refusal('POST', turnsOf(newConversation()), body);
  expect(refused).toMatchObject({ status: 400, param });
});

test('data that does not fit its schema is shown as failed, and a schema that is none is said at once', async () => {
  const { browser } = await startWeb({ script: () => 'no data at all' });
  const never = '/json {"type":"string","minLength":5,"maxLength":2} Ann';
  const { checks } = receiptOf(await browser.ask(newConversation(), never));
  expect(checks).toMatchObject([{ name: 'json', status: 'failed' }]);
  const [said] = await browser.ask(newConversation(), '/json {"type":"nonsense"} Ann');
  expect(said).toMatchObject({
    event: 'say',
    data: { text: expect.stringMatching(/schema cannot be used/) },
  });
});

test('an id that no page has made is 400, with what it has to be', async () => {
  const { browser } = await startWeb();
  for (const id of ['a:b', 'a%20b', 'x'.repeat(65), '%00']) {
    const refused = await browser.refusal('GET', `/web/conversations/${id}`);
    expect(refused).toMatchObject({ status: 400, param: 'conversation' });
  }
});
