import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hasOpenApi } from './discord/rules/openapi.ts';
import { type DiscordDouble, startDiscord } from './discord/server.ts';
import { BOT, type DiscordChannel } from './discord/workspace.ts';

const HOUR_MS = 3_600_000;
const QUIET = { allowed_mentions: { parse: [] } };

let discord: DiscordDouble;
let general: DiscordChannel;

beforeEach(async () => {
  discord = await startDiscord();
  const guild = discord.workspace.addGuild('Home');
  general = discord.workspace.addChannel({ kind: 'text', guild: guild.id });
});

afterEach(() => discord.close());

/** A call without any library in between. */
async function call(method: string, path: string, body?: object, headers: Record<string, string> = {}) {
  const response = await fetch(`${discord.apiUrl}/v10${path}`, {
    method,
    headers: { authorization: `Bot ${discord.botToken}`, 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const json = response.status === 204 ? {} : ((await response.json()) as Record<string, unknown>);
  return { status: response.status, headers: response.headers, body: json };
}

const post = (body: object) => call('POST', `/channels/${general.id}/messages`, body);
const button = (id: number) => ({ type: 2, style: 1, label: 'b', custom_id: `b${id}` });
const row = (id: number) => ({ type: 1, components: [button(id)] });

describe('a body that Discord does not take', () => {
  test.each<[string, object, string[]]>([
    ['content of 2,001 characters', { content: 'x'.repeat(2_001) }, ['content']],
    [
      'embeds of 6,001 characters',
      { embeds: [4_096, 1_905].map((n) => ({ description: 'x'.repeat(n) })) },
      ['embeds'],
    ],
    ['six rows', { content: 'x', components: [0, 1, 2, 3, 4, 5].map(row) }, ['components']],
    ['one id twice', { content: 'x', components: [row(1), row(1)] }, ['components']],
    [
      'ids beside parse',
      { content: 'x', allowed_mentions: { parse: ['users'], users: ['1'] } },
      ['allowed_mentions'],
    ],
    ['a text display without the flag', { components: [{ type: 10, content: 'x' }] }, ['components']],
    [
      'content beside modern components',
      { content: 'x', flags: 1 << 15, components: [{ type: 10, content: 'x' }] },
      ['content'],
    ],
    ['an attachment that is not there', { content: 'x', attachments: [{ id: '0' }] }, ['attachments', '0']],
  ])('%s: 50035 names the field', async (_what, body, path) => {
    const answered = await post({ ...QUIET, ...body });
    expect(answered).toMatchObject({ status: 400, body: { code: 50_035, message: 'Invalid Form Body' } });
    let node = answered.body.errors as Record<string, unknown>;
    for (const step of path) node = node[step] as Record<string, unknown>;
    expect(node._errors).toMatchObject([{ code: expect.any(String), message: expect.any(String) }]);
    expect(discord.violations()).toHaveLength(1);
  });

  test.skipIf(!hasOpenApi).each<[string, object, string]>([
    ['a title of 257 characters', { embeds: [{ title: 'x'.repeat(257) }] }, 'title'],
    [
      '26 fields',
      { embeds: [{ fields: Array.from({ length: 26 }, () => ({ name: 'n', value: 'v' })) }] },
      'fields',
    ],
    ['eleven embeds', { embeds: Array.from({ length: 11 }, () => ({ title: 'x' })) }, 'embeds'],
    [
      'a label of 81 characters',
      { components: [{ type: 1, components: [{ ...button(1), label: 'x'.repeat(81) }] }] },
      'label',
    ],
    [
      'an id of 101 characters',
      { components: [{ type: 1, components: [{ ...button(1), custom_id: 'x'.repeat(101) }] }] },
      'custom_id',
    ],
    [
      'six buttons in a row',
      { components: [{ type: 1, components: [0, 1, 2, 3, 4, 5].map(button) }] },
      'components',
    ],
    ['an id that is none', { message_reference: { message_id: 'abc' } }, 'message_id'],
  ])('%s, by the OpenAPI document', async (_what, body, field) => {
    const answered = await post({ ...QUIET, content: 'x', ...body });
    expect(answered).toMatchObject({ status: 400, body: { code: 50_035 } });
    expect(JSON.stringify(answered.body.errors)).toContain(field);
  });

  test('nothing at all', async () => {
    expect(await post({ ...QUIET, content: ' ' })).toMatchObject({ status: 400, body: { code: 50_006 } });
  });
});

describe('what Discord takes, but is said aloud', () => {
  test.each<[string, object, RegExp]>([
    ['no allowed_mentions', { content: 'x' }, /allowed_mentions is missing/],
    ['mentions of all', { content: 'x', allowed_mentions: { parse: ['everyone'] } }, /parse is not empty/],
    [
      'a call to whom it replies',
      { content: 'x', allowed_mentions: { parse: [], replied_user: true } },
      /replied_user/,
    ],
    [
      'a preview',
      { ...QUIET, content: 'see https://evil.example/?q=1' },
      /preview of: https:\/\/evil\.example/,
    ],
    [
      'a picture from elsewhere',
      { ...QUIET, embeds: [{ image: { url: 'https://evil.example/p' } }] },
      /fetch https:\/\/evil/,
    ],
    [
      'a picture that is not attached',
      { ...QUIET, embeds: [{ image: { url: 'attachment://p.png' } }] },
      /not attached/,
    ],
  ])('%s', async (_what, body, note) => {
    expect((await post(body)).status).toBe(200);
    expect(discord.violations()).toEqual([expect.stringMatching(note)]);
  });

  test.skipIf(!hasOpenApi)('a property that it does not know', async () => {
    expect(
      (await post({ ...QUIET, content: 'x', colour: 1, embeds: [{ title: 't', colour: 1 }] })).status,
    ).toBe(200);
    expect(discord.violations().join('\n')).toMatch(/\/colour[\s\S]*\/embeds\/0\/colour/);
  });

  test.each(['<https://a.example>', '`https://a.example`', '```\nhttps://a.example\n```'])(
    '%s has no preview',
    async (content) => {
      await post({ ...QUIET, content });
      await post({ ...QUIET, content: 'https://a.example', flags: 4 });
      await post({ ...QUIET, embeds: [{ description: 'https://a.example' }] });
      expect(discord.violations()).toEqual([]);
    },
  );
});

describe('going too fast', () => {
  test('is told by the bucket’s headers, and refused with Retry-After', async () => {
    const answered = [];
    for (const content of ['1', '2', '3', '4', '5', '6']) answered.push(await post({ ...QUIET, content }));
    expect(answered.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429]);
    expect(answered.slice(0, 5).map(({ headers }) => headers.get('x-ratelimit-remaining'))).toEqual([
      '4',
      '3',
      '2',
      '1',
      '0',
    ]);
    const [last] = answered.slice(-1);
    expect(last?.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(last?.headers.get('x-ratelimit-scope')).toBe('user');
    expect(last?.body).toMatchObject({ global: false, retry_after: expect.any(Number) });
    discord.clock.advance(5_000);
    expect((await post({ ...QUIET, content: '7' })).status).toBe(200);
  });

  test('in a storm hits one channel, or all of them at once', async () => {
    discord.rates.storm(1, 2.5, { channel: 'another' });
    expect((await post({ ...QUIET, content: 'x' })).status).toBe(200);
    discord.rates.storm(1, 2.5, { channel: general.id, global: true });
    const { status, body, headers } = await post({ ...QUIET, content: 'x' });
    expect([status, body]).toEqual([
      429,
      { message: 'You are being rate limited.', retry_after: 2.5, global: true },
    ]);
    expect(headers.get('x-ratelimit-global')).toBe('true');
    await post({ ...QUIET, content: 'x' });
    expect([discord.rates.stormed(general.id), discord.rates.stormed(), discord.rates.impatient]).toEqual([
      1, 1, 1,
    ]);
  });

  test('with edits of a message that is an hour old is 30046', async () => {
    const { body } = await post({ ...QUIET, content: 'x' });
    const edit = (content: string) =>
      call('PATCH', `/channels/${general.id}/messages/${body.id}`, { ...QUIET, content });
    expect((await edit('0')).status).toBe(200);
    discord.clock.advance(HOUR_MS);
    const answered = [];
    for (const content of ['1', '2', '3', '4']) answered.push(await edit(content));
    expect(answered.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    expect(answered.at(-1)?.body).toMatchObject({ code: 30_046, retry_after: expect.any(Number) });
  });
});

test('errors can be ordered, and who has no token is told 401', async () => {
  discord.fail(/^POST .*\/messages$/, 403, 50_013);
  expect(await post({ ...QUIET, content: 'x' })).toMatchObject({ status: 403, body: { code: 50_013 } });
  expect((await call('GET', '/users/@me')).body.id).toBe(BOT.user);
  expect((await call('GET', '/users/@me', undefined, { authorization: 'Bot nobody' })).status).toBe(401);
});
