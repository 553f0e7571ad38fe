import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkSlack } from '../../src/doctor/slack.ts';
import { type SlackDouble, startSlack } from '../doubles/slack/server.ts';

let slack: SlackDouble;

beforeEach(async () => {
  slack = await startSlack();
});
afterEach(() => slack.close());

const NEVER = new AbortController().signal;

const configured = (change: object = {}) => ({
  botToken: slack.botToken,
  appToken: slack.appToken,
  signingSecret: null,
  apiUrl: slack.apiUrl,
  allow: [],
  ...change,
});

test('good tokens are told, with the workspace', async () => {
  const findings = await checkSlack(configured(), NEVER);
  expect(findings.map(({ level }) => level)).toEqual(['ok', 'ok']);
  expect(findings[0]?.what).toContain('Double');
});

test('each token that Slack refuses is named, with what to do', async () => {
  const findings = await checkSlack(configured({ botToken: 'xoxb-old', appToken: 'xapp-old' }), NEVER);
  expect(findings.map(({ level, what }) => [level, what])).toEqual([
    ['problem', 'slack: SLACK_BOT_TOKEN, Slack refuses it (invalid_auth)'],
    ['problem', 'slack: SLACK_APP_TOKEN, Slack refuses it (invalid_auth)'],
  ]);
  expect(findings.every(({ mend }) => mend !== null)).toBe(true);
});

test('a Slack that cannot be reached is told so, without the token', async () => {
  const [bot] = await checkSlack(configured({ apiUrl: 'http://127.0.0.1:9/api/' }), NEVER);
  expect(bot).toMatchObject({ level: 'problem', what: expect.stringContaining('cannot be reached') });
  expect(JSON.stringify(bot)).not.toContain(slack.botToken);
});

test('without a token Slack is off', async () => {
  expect(await checkSlack(null, NEVER)).toMatchObject([
    { level: 'ok', what: expect.stringContaining('off') },
  ]);
});
