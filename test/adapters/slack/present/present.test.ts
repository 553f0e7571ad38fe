import { setTimeout as delay } from 'node:timers/promises';
import { expect, type TestContext, test } from 'vitest';
import type { AnswerEvent } from '../../../../src/conversation/types.ts';
import { visibleText } from '../../../doubles/slack/visible.ts';
import type { SlackMessage } from '../../../doubles/slack/workspace.ts';
import { BOT } from '../../../doubles/slack/workspace.ts';
import { MENTION, type SlackHost, type SlackHostOptions, startSlackHost } from '../slack-host.ts';

/** Closed with its test, which has broken no rule of Slack's. The tests wait for real paces, so they run side by side. */
async function start({ onTestFinished }: TestContext, options: SlackHostOptions = {}): Promise<SlackHost> {
  const host = await startSlackHost(options);
  onTestFinished(async () => {
    const violations = host.slack.violations();
    await host.close();
    expect(violations).toEqual([]);
  });
  return host;
}

/** Grows for about two seconds, past the time in which an answer is posted at once. */
async function* slowly(text = words(100), size = 12): AsyncGenerator<string> {
  await delay(200);
  for (const piece of text.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? []) {
    yield piece;
    await delay(80);
  }
}

const words = (count: number) => Array.from({ length: count }, (_, index) => `w${index}`).join(' ');

/** The bot's messages in the thread of a message, as they stand. */
function replies({ slack, channel }: SlackHost, { ts }: SlackMessage): readonly SlackMessage[] {
  return slack.workspace
    .messages(channel.id)
    .filter((message) => message.user === BOT.user && message.threadTs === ts && message.onlyFor === null);
}

async function ask(at: SlackHost, text = 'tell me'): Promise<readonly SlackMessage[]> {
  const said = await at.slack.people.write({ channel: at.channel, user: at.ann, text: `${MENTION} ${text}` });
  await at.answered();
  return replies(at, said);
}

const methods = ({ slack }: SlackHost) =>
  slack.calls.map(({ method }) => method).filter((name) => /stream|chat\./i.test(name));

test.concurrent('an answer that grows is one stream, with recipients, ended with receipt and buttons', async (t) => {
  const at = await start(t, { answer: () => slowly() });
  const [message, ...others] = await ask(at);
  expect(others).toEqual([]);
  expect(methods(at)).not.toContain('chat.update');
  expect(methods(at).filter((name) => name === 'chat.appendStream').length).toBeGreaterThan(1);
  const begun = at.slack.calls.find(({ method }) => method === 'chat.startStream');
  expect(begun?.args).toMatchObject({ recipient_user_id: at.ann.id, recipient_team_id: 'T0DOUBLE' });
  const types = message?.blocks.map(({ type }) => type);
  expect(types).toEqual(['markdown', 'context', 'actions', 'context_actions']);
  expect(message === undefined ? '' : visibleText(message)).toContain(words(100));
});

test.concurrent.for<readonly [string, SlackHostOptions['behaviour']]>([
  ['there is no streaming here', { streaming: false }],
  ['it is not enabled', { streamingEnabled: false }],
])(
  'where %s, answers are posted and edited, and streaming is not asked for again',
  async ([, behaviour], t) => {
    const at = await start(t, { behaviour, answer: () => slowly() });
    const [message] = await ask(at);
    const [second] = await ask(at, 'and again');
    expect(methods(at).filter((name) => name === 'chat.startStream')).toHaveLength(1);
    expect(methods(at)).toContain('chat.update');
    for (const each of [message, second]) {
      expect(each?.versions.length).toBeGreaterThan(1);
      expect(each === undefined ? '' : visibleText(each)).toContain(words(100));
    }
  },
);

test.concurrent('a stream that Slack has ended goes on as edits of the same message', async (t) => {
  const at = await start(t, {
    async *answer() {
      yield* slowly(words(50));
      const streaming = at.slack.workspace.messages(at.channel.id).find((message) => message.streaming);
      if (streaming !== undefined) at.slack.expireStream(at.channel.id, streaming.ts);
      yield ' ';
      yield* slowly('and the tail of it');
    },
  });
  const [message, ...others] = await ask(at);
  expect(others).toEqual([]);
  expect(message === undefined ? '' : visibleText(message)).toContain(`${words(50)} and the tail of it`);
  expect(methods(at)).toContain('chat.update');
});

test.concurrent('an agent’s session is processing while it writes, and active again after', async (t) => {
  const at = await start(t, { answer: () => slowly() });
  await ask(at);
  const statuses = at.slack.statuses.map(({ by, status }) => `${by} ${status}`);
  expect([statuses[0], statuses.at(-1)]).toEqual(['agents processing', 'agents active']);
});

test.concurrent('an app that is no agent shows a status, and a stop button of its own', async (t) => {
  const at = await start(t, { behaviour: { agent: false, streaming: false }, answer: () => slowly() });
  const [message] = await ask(at);
  const statuses = at.slack.statuses.map(({ by, status }) => `${by} ${status}`);
  expect(statuses[0]).toMatch(/^assistant is /);
  expect(statuses.at(-1)).toBe('assistant ');
  const stops = message?.versions.map(({ blocks }) => JSON.stringify(blocks).includes('switchboard_stop'));
  expect(stops?.[0]).toBe(true);
  expect(stops?.at(-1)).toBe(false);
});

test.concurrent('a table comes as Slack’s own, a long listing as a file, in their places', async (t) => {
  const listing = Array.from({ length: 130 }, (_, index) => `line_${index} = ${index}`).join('\n');
  const text = `Before.\n\n| a | b |\n|---|---|\n| 1 |  |\n\nBetween.\n\n\`\`\`python\n${listing}\n\`\`\`\n\nAfter.`;
  const at = await start(t, { answer: () => slowly(text, 100) });
  const shown = await ask(at);
  expect(shown.map(({ files }) => files.map(({ name }) => name))).toEqual([[], ['answer.py'], []]);
  expect(shown[0]?.blocks.map(({ type }) => type)).toEqual(['markdown', 'table', 'markdown']);
  expect(shown[1]?.files[0]?.content.toString()).toBe(`${listing}\n`);
  expect(shown[2]?.blocks[0]).toMatchObject({ type: 'markdown', text: 'After.' });
});

test.concurrent('a formula that does not read well in a line is a picture', async (t) => {
  const formula = '\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}';
  const at = await start(t, { answer: () => slowly(`It is\n\n$$${formula}$$\n\nand $x^2$.`) });
  const shown = await ask(at);
  expect(shown.map(({ files }) => files.map(({ mimetype }) => mimetype))).toEqual([[], ['image/png'], []]);
  expect(shown[2]?.blocks[0]).toMatchObject({ text: 'and x².' });
});

test.concurrent('no link of a model’s is live in a stream; in the final form well-known ones are', async (t) => {
  const at = await start(t, {
    answer: () =>
      slowly(
        'See [docs](https://docs.python.org/3/) and [more](https://evil.example/?q=SECRET) now. '.repeat(3),
      ),
  });
  const [message] = await ask(at);
  const [first, ...later] = message?.versions ?? [];
  const last = JSON.stringify(later.at(-1)?.blocks);
  for (const { blocks } of [first, ...later.slice(0, -2)].filter((version) => version !== undefined)) {
    expect(JSON.stringify(blocks)).not.toMatch(/\]\(https?:/);
  }
  expect(last).toContain('](https://docs.python.org/3/)');
  expect(last).not.toContain('](https://evil.example');
  expect(last).toContain('https://evil.example/?q=SECRET');
});

test.concurrent('a failure says what happened and can be tried again', async (t) => {
  const error = {
    message: 'The model <!channel> can’t be reached.',
    type: 'server_error',
    param: null,
    code: 'expert_unavailable',
  };
  const failing: AnswerEvent[] = [{ event: 'error', data: { error } }];
  const at = await start(t, {
    async *events() {
      yield* failing;
    },
  });
  const [message] = await ask(at);
  expect(message === undefined ? '' : visibleText(message)).toMatch(/can’t be reached/);
  expect(JSON.stringify(message?.blocks)).toContain('switchboard_retry');
});

test.concurrent('a slash command’s question is posted, and answered in a thread under it', async (t) => {
  const at = await start(t, { answer: () => slowly() });
  await at.slack.people.command(at.channel, at.ann, '/math 2+2 <!channel>');
  await at.answered();
  const [root, answer, ...others] = at.slack.workspace.messages(at.channel.id);
  expect(others).toEqual([]);
  expect(root?.text).toContain(`<@${at.ann.id}>: /math 2+2`);
  expect(answer?.threadTs).toBe(root?.ts);
});

test.concurrent('a long answer goes over several messages, none of its words lost', async (t) => {
  const paragraphs = Array.from({ length: 60 }, (_, index) => `Paragraph ${index}: ${words(80)}.`).join(
    '\n\n',
  );
  const at = await start(t, {
    async *answer() {
      yield paragraphs;
    },
  });
  const shown = await ask(at);
  expect(shown.length).toBeGreaterThan(1);
  const text = shown
    .flatMap(({ blocks }) => blocks.filter(({ type }) => type === 'markdown').map((block) => block.text))
    .join('\n\n');
  expect(text).toBe(paragraphs);
});

test.concurrent('a stream that cannot become the answer is ended, and the message goes on growing by edits', async (t) => {
  const at = await start(t, { answer: () => slowly(`${'text '.repeat(30)}\n===\n\n${words(250)}`, 14) });
  const [message, ...others] = await ask(at);
  expect(others).toEqual([]);
  expect(methods(at).filter((name) => name === 'chat.startStream')).toHaveLength(1);
  expect(methods(at).filter((name) => name === 'chat.stopStream')).toHaveLength(1);
  const grown = message?.versions.map((version) => visibleText(version).match(/\bw\d+/g)?.length ?? 0) ?? [];
  expect(grown.filter((count) => count > 20 && count < 250).length).toBeGreaterThan(0);
  expect(message === undefined ? '' : visibleText(message)).toContain(words(250));
});
