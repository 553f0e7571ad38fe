import { App, LogLevel } from '@slack/bolt';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type SlackDouble, startSlack } from './slack/server.ts';

let slack: SlackDouble;
let app: App;

beforeEach(async () => {
  slack = await startSlack();
  app = new App({
    token: slack.botToken,
    appToken: slack.appToken,
    socketMode: true,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: slack.apiUrl },
  });
});

afterEach(async () => {
  await app.stop();
  await slack.close();
});

test('the real Bolt logs in and opens its socket', async () => {
  await app.start();
  await slack.connected();
  expect(slack.socket.opened).toBe(1);
  expect(slack.calls.map(({ method }) => method)).toEqual(
    expect.arrayContaining(['auth.test', 'apps.connections.open']),
  );
});

test('an envelope is acknowledged', async () => {
  app.event('app_mention', async () => {});
  await app.start();
  const event = { type: 'app_mention', user: 'U1', channel: 'C1', ts: '1.1', text: '<@U0BOT> hi' };
  const payload = { team_id: 'T0DOUBLE', type: 'event_callback', event_id: 'Ev1', event };
  await slack.socket.send({ type: 'events_api', payload });
});
