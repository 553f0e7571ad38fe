import { expect, test } from 'vitest';
import { readEvent, type Self, toFileReference } from '../../../../adapters/slack/receive/events.ts';

const SELF: Self = { user: 'U0BOT', bot: 'B0BOT', team: 'T1', name: 'switchboard' };
const MESSAGE = {
  type: 'message',
  channel: 'C1',
  channel_type: 'channel',
  user: 'U1',
  ts: '17.000100',
  text: 'hi',
};

const read = (event: object) => readEvent({ team_id: 'T1', event }, SELF);

test('a message is read with its place and its author', () => {
  expect(read({ ...MESSAGE, thread_ts: '16.000100', team: 'T9' })).toEqual({
    kind: 'posted',
    posted: {
      channel: 'C1',
      direct: false,
      ts: '17.000100',
      thread: '16.000100',
      user: 'U1',
      team: 'T9',
      text: 'hi',
      files: [],
      parentUser: null,
      mention: false,
    },
  });
});

test('the root of a thread stands in the main flow', () => {
  expect(read({ ...MESSAGE, thread_ts: MESSAGE.ts })).toMatchObject({ posted: { thread: null } });
});

test.each([
  ['our own words', { user: 'U0BOT' }],
  ['another bot', { bot_id: 'B9' }],
  ['another bot, seen by its profile', { bot_profile: { id: 'B9' } }],
  ['an old bot message', { subtype: 'bot_message', bot_id: 'B9' }],
  ['Slackbot', { user: 'USLACKBOT' }],
  ['somebody who joins', { subtype: 'channel_join' }],
  ['a subtype that is not known', { subtype: 'brand_new' }],
  ['nobody', { user: undefined }],
])('%s is left alone', (_, change) => {
  expect(read({ ...MESSAGE, ...change })).toBeNull();
  expect(read({ ...MESSAGE, ...change, type: 'app_mention' })).toBeNull();
});

test('a file, a broadcast and a /me are messages', () => {
  for (const subtype of ['file_share', 'thread_broadcast', 'me_message']) {
    expect(read({ ...MESSAGE, subtype })).toMatchObject({ kind: 'posted' });
  }
});

test('only another text is an edit: an unfurl changes a message, too', () => {
  const changed = (text: string, message: object = {}) =>
    read({
      type: 'message',
      subtype: 'message_changed',
      channel: 'C1',
      channel_type: 'channel',
      ts: '18.1',
      message: { ...MESSAGE, channel: undefined, text, edited: { user: 'U1', ts: '18.0' }, ...message },
      previous_message: { ...MESSAGE, text: 'hi' },
    });
  expect(changed('hi')).toBeNull();
  expect(changed('hello')).toMatchObject({
    kind: 'edited',
    version: '18.0',
    posted: { channel: 'C1', ts: '17.000100', text: 'hello' },
  });
  expect(changed('ours', { user: 'U0BOT' })).toBeNull();
});

test('a root with replies is emptied when it is deleted', () => {
  const event = {
    type: 'message',
    subtype: 'message_changed',
    channel: 'C1',
    message: { type: 'message', subtype: 'tombstone', user: 'USLACKBOT', ts: '17.000100' },
  };
  expect(read(event)).toEqual({ kind: 'deleted', channel: 'C1', ts: '17.000100', thread: null });
});

test('a removed message is told with the thread that it stood in', () => {
  const previous_message = { ...MESSAGE, thread_ts: '16.000100' };
  const event = {
    type: 'message',
    subtype: 'message_deleted',
    channel: 'C1',
    deleted_ts: '17.000100',
    previous_message,
  };
  expect(read(event)).toEqual({ kind: 'deleted', channel: 'C1', ts: '17.000100', thread: '16.000100' });
});

test('what is no event, or broken, is nothing', () => {
  for (const event of [
    null,
    1,
    {},
    { type: 'message' },
    { ...MESSAGE, ts: 1 },
    { type: 'agent_session_stopped' },
  ]) {
    expect(readEvent({ event }, SELF)).toBeNull();
  }
});

test('a file of Slack Connect has no address until it is asked for', () => {
  const file = {
    id: 'F1',
    name: 'a.py',
    mimetype: 'text/x-python',
    size: 3,
    url_private_download: 'https://x/y',
  };
  expect(toFileReference(file)).toEqual({
    id: 'F1',
    name: 'a.py',
    mime: 'text/x-python',
    sizeBytes: 3,
    url: 'https://x/y',
  });
  expect(toFileReference({ ...file, file_access: 'check_file_info' })?.url).toBeNull();
});
