import { afterEach, expect, test } from 'vitest';
import { MENTION, type SlackHost, startSlackHost } from '../slack-host.ts';

let host: SlackHost | null = null;

afterEach(async () => {
  await host?.close();
  host = null;
});

test('speakers and the people they name are known by name when the turn begins', async () => {
  host = await startSlackHost({ silent: true });
  const { accepted, adapter, ann, bob, channel, slack } = host;
  await slack.people.write({ channel, user: ann, text: `${MENTION} does <@${bob.id}> agree?` });
  const [message] = accepted;
  if (message === undefined) throw new Error('nothing was accepted');
  const whole = await adapter.port?.prepare?.(message, new AbortController().signal);
  expect(whole).toMatchObject({ author: { id: ann.id, name: 'ann' }, text: 'does @bob agree?' });
});

test('a conversation that begins in a thread begins with the thread so far', async () => {
  host = await startSlackHost({ silent: true });
  const { accepted, adapter, ann, bob, channel, slack } = host;
  const root = await slack.people.write({ channel, user: ann, text: 'The build fails with E42.' });
  await slack.people.write({ channel, user: bob, text: 'On my machine, too.', thread: root.ts });
  await slack.people.write({ channel, user: ann, text: `${MENTION} why?`, thread: root.ts });
  const [message] = accepted;
  if (message === undefined) throw new Error('nothing was accepted');
  const whole = await adapter.port?.prepare?.(message, new AbortController().signal);
  expect(whole?.text).toBe('why?');
  const [earlier, ...others] = whole?.attachments ?? [];
  expect(others).toEqual([]);
  expect(Buffer.from(earlier?.data ?? '', 'base64').toString()).toBe(
    'ann: The build fails with E42.\nbob: On my machine, too.',
  );
});
