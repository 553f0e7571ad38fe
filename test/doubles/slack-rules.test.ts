import { webApi } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type SlackDouble, startSlack } from './slack/server.ts';
import { visibleText } from './slack/visible.ts';
import { BOT, type SlackChannel, type SlackMessage, type SlackUser } from './slack/workspace.ts';

/** The client writes every refusal to the console. */
const silent: webApi.WebClientOptions['logger'] = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => webApi.LogLevel.ERROR,
  setName() {},
};

let slack: SlackDouble;
let client: webApi.WebClient;
let ann: SlackUser;
let channel: SlackChannel;
let root: SlackMessage;

beforeEach(async () => {
  slack = await startSlack({ echo: false });
  ann = slack.workspace.addUser({ name: 'ann', realName: 'Ann Lee' });
  channel = slack.workspace.addChannel('channel', [BOT.user, ann.id]);
  root = slack.workspace.addMessage({ channel: channel.id, user: ann.id, text: 'question' });
  client = new webApi.WebClient(slack.botToken, {
    slackApiUrl: slack.apiUrl,
    logger: silent,
    rejectRateLimitedCalls: true,
    retryConfig: { retries: 0 },
  });
});

afterEach(() => slack.close());

/** Calls; resolves to the error's code, or `ok`. */
const code = (method: string, args: object = {}): Promise<string> =>
  client.apiCall(method, { channel: channel.id, ...args }).then(
    () => 'ok',
    (error: { data?: { error?: string }; retryAfter?: number }) =>
      error.data?.error ?? `wait ${error.retryAfter}`,
  );
const post = (args: object) => code('chat.postMessage', args);
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });
const markdown = (text: string) => ({ type: 'markdown', text });
const raw = (text: string) => ({ type: 'raw_text', text });
const table = (rows: number, columns: number, cell = 'x') => ({
  type: 'table',
  rows: Array.from({ length: rows }, () => Array.from({ length: columns }, () => raw(cell))),
});
const button = (text: string, value = 'v') => ({
  type: 'actions',
  elements: [{ type: 'button', text: { type: 'plain_text', text }, value }],
});

describe('a payload', () => {
  test.each([
    ['a section', section('x'.repeat(3_000)), section('x'.repeat(3_001))],
    ['a markdown block', markdown('x'.repeat(12_000)), markdown('x'.repeat(12_001))],
    ['the rows of a table', table(100, 1), table(101, 1)],
    ['the columns of a table', table(1, 20), table(1, 21)],
    ['the cells of a table', table(2, 2, ' '), table(2, 2, '')],
    ['the label of a button', button('x'.repeat(75)), button('x'.repeat(76))],
    ['the value of a button', button('x', 'v'.repeat(2_000)), button('x', 'v'.repeat(2_001))],
  ])('is taken up to the limit of %s, and refused past it', async (_what, inside, past) => {
    expect(await post({ text: 'x', blocks: [inside] })).toBe('ok');
    expect(slack.violations()).toEqual([]);
    expect(await post({ text: 'x', blocks: [past] })).toBe('invalid_blocks');
    expect(slack.violations()).toHaveLength(1);
  });

  test.each([
    ['51 blocks', Array.from({ length: 51 }, () => ({ type: 'divider' })), 'invalid_blocks'],
    [
      'markdown of more than 12,000 characters together',
      Array(3).fill(markdown('x'.repeat(4_001))),
      'invalid_blocks',
    ],
    ['two tables', [table(1, 1), table(1, 1)], 'invalid_blocks'],
    ['a block that is not known', [{ type: 'latex', text: 'x' }], 'invalid_blocks'],
    ['blocks that are too long together', Array(6).fill(section('x'.repeat(2_400))), 'msg_blocks_too_long'],
  ])('is refused with %s', async (_what, blocks, error) => {
    expect(await post({ text: 'x', blocks })).toBe(error);
  });

  test.each([
    ['no text for notifications', { blocks: [section('hi')] }],
    ['a call to the channel', { text: '<!channel> hi' }],
    ['a call to those who are here', { text: 'x', blocks: [markdown('ping @here')] }],
    ['a link with a preview', { text: 'see https://evil.example/?q=secret' }],
    ['a text that is shown cut', { text: 'x'.repeat(4_001) }],
  ])('is taken, and told of, with %s', async (_what, args) => {
    expect(await post(args)).toBe('ok');
    expect(slack.violations()).toHaveLength(1);
  });

  test.each([
    ['a link without a preview', { text: 'https://x.example', unfurl_links: false, unfurl_media: false }],
    ['a link in code', { text: 'x', blocks: [markdown('```\nhttps://x.example @here\n```')] }],
    ['an address of mail', { text: 'write to ann@here.example' }],
  ])('may hold %s', async (_what, args) => {
    expect(await post(args)).toBe('ok');
    expect(slack.violations()).toEqual([]);
  });
});

describe('an update', () => {
  test('keeps the blocks that it does not name, and takes no more than 4,000 characters of text', async () => {
    await post({ text: 'one', blocks: [markdown('one')] });
    const message = slack.workspace.messages(channel.id).at(-1);
    const ts = message?.ts;
    await code('chat.update', { ts, text: 'two' });
    const shown = () => slack.workspace.messages(channel.id).at(-1);
    expect(visibleText(shown() as SlackMessage)).toBe('one');
    await code('chat.update', { ts, text: 'two', blocks: [] });
    expect(visibleText(shown() as SlackMessage)).toBe('two');
    expect(shown()?.versions.map(visibleText)).toEqual(['one', 'one', 'two']);
    expect(await code('chat.update', { ts, text: 'x'.repeat(4_001) })).toBe('msg_too_long');
    expect(await code('chat.update', { ts: root.ts, text: 'x' })).toBe('cant_update_message');
  });
});

describe('a stream', () => {
  const recipient = () => ({ recipient_user_id: ann.id, recipient_team_id: 'T0DOUBLE' });
  const start = async (args: object = {}): Promise<string> => {
    const started = await client.apiCall('chat.startStream', {
      channel: channel.id,
      thread_ts: root.ts,
      markdown_text: 'one ',
      ...recipient(),
      ...args,
    });
    return String('ts' in started && started.ts);
  };
  const shown = () => visibleText(slack.workspace.messages(channel.id).at(-1) as SlackMessage);

  test('grows by appending, and ends once', async () => {
    const ts = await start();
    await code('chat.appendStream', { ts, chunks: [{ type: 'markdown_text', text: 'two' }] });
    expect(await code('chat.update', { ts, text: 'x' })).toBe('streaming_state_conflict');
    expect(await code('chat.delete', { ts })).toBe('cant_delete_message');
    expect(slack.violations()).toEqual([]);
    expect(await code('chat.stopStream', { ts, blocks: [button('Good')] })).toBe('ok');
    expect(shown()).toBe('one two');
    expect(await code('chat.update', { ts, text: 'x', blocks: [] })).toBe('ok');
    expect(await code('chat.stopStream', { ts })).toBe('message_not_in_streaming_state');
    expect(slack.violations()).toEqual([]);
    const late = { ts, markdown_text: 'too late' };
    expect(await code('chat.stopStream', late)).toBe('message_not_in_streaming_state');
    expect(slack.violations()).toHaveLength(1);
  });

  test('needs recipients outside DMs', async () => {
    const args = { thread_ts: root.ts, markdown_text: 'x' };
    expect(await code('chat.startStream', args)).toBe('missing_recipient_user_id');
    const direct = slack.workspace.addChannel('im', [BOT.user, ann.id]);
    const message = slack.workspace.addMessage({ channel: direct.id, user: ann.id, text: 'q' });
    const inDm = { ...args, channel: direct.id, thread_ts: message.ts };
    expect(await code('chat.startStream', inDm)).toBe('ok');
  });

  test('expires, and that is nobody’s fault', async () => {
    const ts = await start();
    slack.expireStream(channel.id, ts);
    expect(await code('chat.appendStream', { ts, markdown_text: 'x' })).toBe(
      'message_not_in_streaming_state',
    );
    const other = await start();
    slack.set({ streamIdleMs: -1 });
    expect(await code('chat.stopStream', { ts: other })).toBe('message_not_in_streaming_state');
    expect(slack.violations()).toEqual([]);
  });

  test.each([
    [{ streaming: false }, 'unknown_method'],
    [{ streamingEnabled: false }, 'feature_not_enabled'],
  ])('is refused when it is switched off: %o', async (change, error) => {
    slack.set(change);
    expect(await code('chat.startStream', { thread_ts: root.ts, markdown_text: 'x' })).toBe(error);
    expect(slack.violations()).toEqual([]);
  });

  test('shows tasks, their texts no longer than 256 characters', async () => {
    const task = { type: 'task_update', id: 'a', title: 'Translate', status: 'in_progress' };
    const ts = await start({ markdown_text: undefined, chunks: [task] });
    await code('chat.appendStream', { ts, chunks: [{ ...task, status: 'complete', output: 'done' }] });
    expect(shown()).toBe('Translate\ndone');
    const long = { ...task, title: 'x'.repeat(257) };
    expect(await code('chat.appendStream', { ts, chunks: [long] })).toBe('invalid_chunks');
  });

  test('tells of a live link only where it stands in the end', async () => {
    const ts = await start({ markdown_text: '```\nhttps://x.example' });
    await code('chat.stopStream', { ts, markdown_text: '\n```' });
    expect(slack.violations()).toEqual([]);
    await code('chat.stopStream', { ts: await start(), markdown_text: '[click](https://evil.example?d=1)' });
    expect(slack.violations()).toHaveLength(1);
  });
});

describe('rates', () => {
  test('a storm refuses as many calls as it is told, with Retry-After', async () => {
    slack.rates.storm(2, 7);
    expect([await post({ text: 'x' }), await post({ text: 'x' }), await post({ text: 'x' })]).toEqual([
      'wait 7',
      'wait 7',
      'ok',
    ]);
    expect([slack.rates.stormed(), slack.rates.impatient]).toEqual([2, 2]);
    expect(slack.violations()).toEqual([]);
  });

  test('posts to one channel come about one a second, after a burst', async () => {
    const answers: string[] = [];
    for (let count = 0; count < 12; count++) answers.push(await post({ text: 'x' }));
    expect(answers.slice(0, 10)).toEqual(Array(10).fill('ok'));
    expect(answers).toContain('wait 1');
  });
});

describe('access', () => {
  test('a token that is none of the bot’s is refused', async () => {
    client = new webApi.WebClient('xoxb-other', {
      logger: silent,
      slackApiUrl: slack.apiUrl,
      retryConfig: { retries: 0 },
    });
    expect(await post({ text: 'x' })).toBe('invalid_auth');
  });

  test('a method that Slack does not have is told of', async () => {
    expect(await code('chat.write')).toBe('unknown_method');
    expect(slack.violations()).toHaveLength(1);
  });

  test('a failure can be injected', async () => {
    slack.fail('chat.postMessage', 'is_archived');
    expect([await post({ text: 'x' }), await post({ text: 'x' })]).toEqual(['is_archived', 'ok']);
    expect(slack.violations()).toEqual([]);
  });
});

describe('files', () => {
  test('an upload goes through its three steps and is shown in the thread', async () => {
    await client.filesUploadV2({
      channel_id: channel.id,
      thread_ts: root.ts,
      filename: 'a.py',
      content: 'print(1)',
    });
    const message = slack.workspace.messages(channel.id).at(-1);
    expect(message?.threadTs).toBe(root.ts);
    expect(message?.files.map(({ name, content }) => [name, String(content)])).toEqual([
      ['a.py', 'print(1)'],
    ]);
  });

  test('is fetched with the token and the scope alone; otherwise a login page comes, with 200', async () => {
    const content = Buffer.from('secret');
    const file = slack.workspace.addFile({
      name: 'a.txt',
      mimetype: 'text/plain',
      altText: null,
      content,
      user: ann.id,
    });
    const { file: info } = await client.files.info({ file: file.id });
    const get = async (headers: Record<string, string>) => {
      const response = await fetch(String(info?.url_private_download), { headers });
      return `${response.status} ${response.headers.get('content-type')?.split(';')[0]}`;
    };
    const bearer = { authorization: `Bearer ${slack.botToken}` };
    expect(await get(bearer)).toBe('200 text/plain');
    expect(await get({})).toBe('200 text/html');
    slack.set({ filesRead: false });
    expect(await get(bearer)).toBe('200 text/html');
  });
});

test('a thread can be read back, with the metadata of the bot’s messages', async () => {
  const metadata = { event_type: 'answer', event_payload: { id: 'm1' } };
  await post({ text: 'answer', thread_ts: root.ts, metadata });
  const { messages } = await client.conversations.replies({ channel: channel.id, ts: root.ts });
  expect(messages).toMatchObject([
    { ts: root.ts, user: ann.id },
    { text: 'answer', thread_ts: root.ts, parent_user_id: ann.id, metadata },
  ]);
});

test('statuses are kept; one that Slack does not know is refused', async () => {
  const place = { channel_id: channel.id, thread_ts: root.ts };
  expect(await code('agents.sessions.setStatus', { ...place, status: 'processing' })).toBe('ok');
  expect(await code('assistant.threads.setStatus', { ...place, status: 'is thinking…' })).toBe('ok');
  expect(slack.statuses.map(({ status }) => status)).toEqual(['processing', 'is thinking…']);
  expect(await code('agents.sessions.setStatus', { ...place, status: 'busy' })).toBe('invalid_status');
  slack.set({ agent: false });
  expect(await code('agents.sessions.setStatus', { ...place, status: 'active' })).toBe('unknown_method');
});
