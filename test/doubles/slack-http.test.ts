import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { signature } from './slack/delivery.ts';
import { type SlackDouble, startSlack } from './slack/server.ts';
import { BOT, type SlackChannel, type SlackUser } from './slack/workspace.ts';

let slack: SlackDouble;
let app: App;
let ann: SlackUser;
let general: SlackChannel;
let url: string;

beforeEach(async () => {
  slack = await startSlack({ echo: false });
  ann = slack.workspace.addUser({ name: 'ann', realName: 'Ann Lee' });
  general = slack.workspace.addChannel('channel', [BOT.user, ann.id]);
  const receiver = new HTTPReceiver({ signingSecret: slack.signingSecret, logLevel: LogLevel.ERROR });
  const clientOptions = { slackApiUrl: slack.apiUrl };
  app = new App({ token: slack.botToken, receiver, logLevel: LogLevel.ERROR, clientOptions });
  const server = await app.start({ port: 0, host: '127.0.0.1' });
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/slack/events`;
  slack.delivery.requestUrl = url;
});

afterEach(async () => {
  await app.stop();
  await slack.close();
});

test('events, commands and buttons come signed to the request URL', async () => {
  const heard: string[] = [];
  app.event('message', async () => void heard.push('event'));
  app.command('/math', async ({ ack, command }) => {
    heard.push(command.text);
    await ack('working on it');
  });
  app.action('stop', async ({ ack }) => {
    heard.push('button');
    await ack();
  });
  const message = await slack.people.write({ channel: general, user: ann, text: 'hello' });
  await slack.people.command(general, ann, '/math 2 + 2');
  await slack.people.act(message, { type: 'button', action_id: 'stop', value: 'v' }, ann);
  expect(heard).toEqual(['event', '2 + 2', 'button']);
  expect(slack.workspace.messages(general.id).at(-1)).toMatchObject({
    text: 'working on it',
    onlyFor: ann.id,
  });
  expect(slack.violations()).toEqual([]);
});

test('what another secret has signed is refused', async () => {
  const body = JSON.stringify({ type: 'event_callback', event: { type: 'message' } });
  const post = async (secret?: string) => {
    const signed = signature(body, Math.floor(Date.now() / 1_000), secret);
    const headers = { 'content-type': 'application/json', ...signed };
    return (await fetch(url, { method: 'POST', body, headers })).status;
  };
  expect([await post(), await post('another')]).toEqual([200, 401]);
});
