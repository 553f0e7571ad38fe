import { afterEach, expect, test, vi } from 'vitest';
import { BOT, type SlackMessage } from '../../../doubles/slack/workspace.ts';
import { plannedTurn } from '../../../support/planned-turn.ts';
import { MENTION, type SlackHost, startSlackHost } from '../slack-host.ts';

// Real paces on a machine that may have much else to do.
vi.setConfig({ testTimeout: 60_000 });

let host: SlackHost | null = null;

afterEach(async () => {
  expect(host?.slack.violations() ?? []).toEqual([]);
  await host?.close();
  host = null;
});

const until = (assertion: () => void) => vi.waitFor(assertion, { timeout: 20_000, interval: 10 });

function answers({ channel, slack }: SlackHost): readonly SlackMessage[] {
  return slack.workspace.messages(channel.id).filter(({ user }) => user === BOT.user);
}

const tasks = (message: SlackMessage | undefined) =>
  message?.blocks.flatMap(({ status, title, type }) => (type === 'task_card' ? [`${title} ${status}`] : []));

test.each([
  ['as a stream', {}, 'chat.appendStream'],
  ['as edits, where there is no streaming', { streaming: false }, 'chat.update'],
])('the steps of a plan are task cards before there is any text, %s', async (_, behaviour, method) => {
  const plan = plannedTurn('The program is mended.');
  host = await startSlackHost({ behaviour, events: plan.events });
  const at = host;
  await at.slack.people.write({ channel: at.channel, user: at.ann, text: `${MENTION} translate and mend` });
  await until(() => expect(tasks(answers(at)[0])).toEqual(['translate in_progress']));
  plan.release();
  await until(() => expect(tasks(answers(at)[0])).toEqual(['translate complete', 'code in_progress']));
  expect(JSON.stringify(answers(at)[0]?.blocks)).not.toContain('mended');
  plan.release();
  await at.answered();
  const [message, ...others] = answers(at);
  expect(others).toEqual([]);
  expect(tasks(message)).toEqual(['translate complete', 'code complete']);
  expect(JSON.stringify(message?.blocks)).toContain('The program is mended.');
  expect(at.slack.calls.map((call) => call.method)).toContain(method);
});

test('a step that failed is marked, and they are named in the language of the message', async () => {
  const plan = plannedTurn('程序没有改好。', ['code']);
  host = await startSlackHost({ events: plan.events });
  const at = host;
  await at.slack.people.write({ channel: at.channel, user: at.ann, text: `${MENTION} 翻译并修改` });
  await until(() => expect(tasks(answers(at)[0])).toEqual(['翻译 in_progress']));
  plan.release();
  plan.release();
  await at.answered();
  expect(tasks(answers(at)[0])).toEqual(['翻译 complete', '代码 error']);
});
