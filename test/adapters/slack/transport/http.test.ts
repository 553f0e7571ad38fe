import { afterEach, beforeEach, expect, test } from 'vitest';
import { signature } from '../../../doubles/slack/delivery.ts';
import { send } from '../../../support/raw-http.ts';
import { MENTION, type SlackHost, startSlackHost } from '../slack-host.ts';

let host: SlackHost;

beforeEach(async () => {
  host = await startSlackHost({ http: true, silent: true });
});
afterEach(() => host.close());

const post = (body: string, headers: Record<string, string>) =>
  fetch(`${host.url}/slack/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });

test('events, commands and buttons come signed over HTTP', async () => {
  const { accepted, ann, channel, slack } = host;
  await slack.people.write({ channel, user: ann, text: `${MENTION} by event` });
  await slack.people.command(channel, ann, '/math by command');
  expect(accepted.map(({ text }) => text)).toEqual(['by event', 'by command']);
  expect(slack.violations()).toEqual([]);
});

test('what is said to one person comes back in the acknowledgement', async () => {
  const answered = await host.slack.people.command(host.channel, host.ann, '/help');
  expect(answered).toMatchObject({ response_type: 'ephemeral', blocks: [{ type: 'markdown' }] });
});

test('a challenge is answered', async () => {
  const body = JSON.stringify({ type: 'url_verification', challenge: 'c-1' });
  const response = await post(body, signature(body));
  expect(await response.json()).toEqual({ challenge: 'c-1' });
});

test('another host name is no reason to refuse what Slack has signed', async () => {
  const body = JSON.stringify({ type: 'url_verification', challenge: 'c-2' });
  const headers = { ...signature(body), host: 'bot.example.com', 'content-type': 'application/json' };
  const response = await send(`${host.url}/slack/events`, { method: 'POST', headers }, body);
  expect(response.status).toBe(200);
});

test.each([
  ['no signature', () => ({})],
  ['another secret', (body: string) => signature(body, undefined, 'another secret')],
  ['another body', () => signature('{}')],
  ['an old request', (body: string) => signature(body, Math.floor(Date.now() / 1000) - 301)],
  ['a request of the future', (body: string) => signature(body, Math.floor(Date.now() / 1000) + 400)],
  ['a time that is none', (body: string) => ({ ...signature(body), 'x-slack-request-timestamp': 'now' })],
])('%s is refused with 401', async (_, headersOf: (body: string) => Record<string, string>) => {
  const event = {
    type: 'message',
    channel: 'D1',
    channel_type: 'im',
    user: 'U1',
    ts: '17.1',
    text: 'forged',
  };
  const body = JSON.stringify({ type: 'event_callback', team_id: 'T1', event });
  const response = await post(body, headersOf(body));
  expect(response.status).toBe(401);
  expect(host.accepted).toEqual([]);
});

test('a body past Slack’s size is refused', async () => {
  const body = 'x'.repeat(5 * 1024 * 1024);
  expect((await post(body, signature(body))).status).toBe(413);
});

test('a signed body that is no JSON is refused', async () => {
  expect((await post('{', signature('{'))).status).toBe(400);
});
