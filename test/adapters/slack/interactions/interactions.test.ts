import { afterEach, expect, test } from 'vitest';
import type { Verdict } from '../../../../src/switchboard.ts';
import { BOT, type SlackMessage } from '../../../doubles/slack/workspace.ts';
import { MENTION, type SlackHost, type SlackHostOptions, startSlackHost } from '../slack-host.ts';

let host: SlackHost | null = null;

async function start(options: SlackHostOptions = {}): Promise<SlackHost> {
  host = await startSlackHost(options);
  return host;
}

afterEach(async () => {
  expect(host?.slack.violations() ?? []).toEqual([]);
  await host?.close();
  host = null;
});

async function answerTo({ slack, channel, ann, answered }: SlackHost): Promise<SlackMessage> {
  const { ts } = await slack.people.write({ channel, user: ann, text: `${MENTION} hello` });
  await answered();
  const message = slack.workspace
    .messages(channel.id)
    .find(({ threadTs, user }) => threadTs === ts && user === BOT.user);
  if (message === undefined) throw new Error('no answer');
  return message;
}

const whispersTo = ({ slack, channel }: SlackHost, user: { readonly id: string }) =>
  slack.workspace.messages(channel.id).filter(({ onlyFor }) => onlyFor === user.id);

const again = (id: string, expert?: string) => ({
  id,
  platform: 'slack' as const,
  conversation: 'slack:T0DOUBLE:C1' as never,
  author: { id: 'U1', name: null },
  shared: true,
  text: 'hello',
  attachments: [],
  forced: (expert ?? null) as never,
});

test('retry hands in the message again, for the place where its answer stands', async () => {
  const at = await start({
    switchboard: {
      again: async (_, which, change) => ({ ...again(change.id), replaces: 'id' in which ? which.id : '' }),
    },
  });
  const message = await answerTo(at);
  await at.slack.people.press(message, 'Retry', at.ann);
  const [first, second, ...others] = at.accepted;
  expect(others).toEqual([]);
  expect(second?.replaces).toBe(first?.id);
  expect(second?.id).not.toBe(first?.id);
  expect(second?.origin).toMatchObject({ channel: at.channel.id, thread: message.threadTs });
});

test('another expert is asked, and the choice is kept as a label', async () => {
  const verdicts: Verdict[] = [];
  const at = await start({
    switchboard: {
      again: async (_, __, change) => again(change.id, change.expert),
      judgeTurn: async (_, __, ___, verdict) => verdicts.push(verdict) > 0,
    },
  });
  await at.slack.people.press(await answerTo(at), 'math', at.ann);
  expect(at.accepted[1]?.forced).toBe('math');
  expect(verdicts).toEqual([{ kind: 'expert', expert: 'math' }]);
});

test('good and bad are kept', async () => {
  const verdicts: [string, Verdict][] = [];
  const at = await start({
    switchboard: { judgeTurn: async (_, id, __, verdict) => verdicts.push([id, verdict]) > 0 },
  });
  const message = await answerTo(at);
  await at.slack.people.press(message, 'Good', at.ann);
  await at.slack.people.press(message, 'Bad', at.ann);
  const id = at.accepted[0]?.id;
  expect(verdicts).toEqual([
    [id, { kind: 'good' }],
    [id, { kind: 'bad' }],
  ]);
});

test('somebody else’s buttons, forged ones and ones from another place do nothing', async () => {
  const at = await start({ switchboard: { again: async (_, __, change) => again(change.id) } });
  const message = await answerTo(at);
  await at.slack.people.press(message, 'Retry', at.bob);
  await expect.poll(() => whispersTo(at, at.bob).length).toBe(1);
  const action = { type: 'button', action_id: 'switchboard_retry', block_id: 'b', action_ts: '18.1' };
  await at.slack.people.act(message, { ...action, value: 'forged' }, at.ann);
  await expect.poll(() => whispersTo(at, at.ann).length).toBe(1);
  const retry = message.blocks.flatMap(
    (block) => (block.elements ?? []) as { value?: string; action_id?: string }[],
  );
  const value = retry.find(({ action_id }) => action_id === 'switchboard_retry')?.value;
  const elsewhere = at.slack.workspace.addMessage({ channel: at.direct.id, user: BOT.user, text: 'x' });
  await at.slack.people.act(elsewhere, { ...action, action_ts: '18.2', value }, at.ann);
  expect(at.accepted).toHaveLength(1);
});

test('/settings and /persona open a form, whose fields are set', async () => {
  const at = await start();
  await at.slack.people.command(at.direct, at.ann, '/settings');
  const [opened] = at.slack.views;
  expect(opened?.view).toMatchObject({ type: 'modal', callback_id: 'switchboard_form' });
  const values = {
    expert: { value: { type: 'static_select', selected_option: { value: 'math' } } },
    temperature: { value: { type: 'plain_text_input', value: '0.2' } },
    context: { value: { type: 'plain_text_input', value: null } },
  };
  await at.slack.people.submit(opened?.id ?? '', at.ann, values);
  const told = () => at.slack.workspace.messages(at.direct.id).filter(({ onlyFor }) => onlyFor === at.ann.id);
  await expect.poll(() => JSON.stringify(told().at(-1)?.blocks ?? '')).toMatch(/math[\s\S]*0\.2/);
});

test('a command in somebody’s language is told in it', async () => {
  const at = await start();
  const answered = await at.slack.people.command(at.channel, at.ann, '/switchboard nonsense 中文');
  expect(answered).toEqual({});
  expect(at.accepted[0]?.text).toBe('nonsense 中文');
});

test('acknowledgements do not wait for the answer', async () => {
  const gate = Promise.withResolvers<void>();
  const at = await start({
    async *answer() {
      await gate.promise;
      yield 'late';
    },
  });
  await at.slack.people.write({ channel: at.direct, user: at.ann, text: 'hello' });
  await at.slack.people.command(at.direct, at.ann, '/math 2+2');
  expect(at.accepted).toHaveLength(2);
  gate.resolve();
  await at.answered();
});
