import { App, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type SlackDouble, startSlack } from './slack/server.ts';
import { BOT, type SlackChannel, type SlackUser } from './slack/workspace.ts';

let slack: SlackDouble;
let app: App;
let receiver: SocketModeReceiver;
let ann: SlackUser;
let general: SlackChannel;
/** What listeners were told, in order. */
let heard: { type: string; id: string; text: string }[];

beforeEach(async () => {
  slack = await startSlack();
  ann = slack.workspace.addUser({ name: 'ann', realName: 'Ann Lee' });
  general = slack.workspace.addChannel('channel', [BOT.user, ann.id]);
  heard = [];
  const clientOptions = { slackApiUrl: slack.apiUrl };
  receiver = new SocketModeReceiver({
    appToken: slack.appToken,
    // It also sets how long the client waits before it comes back.
    clientPingTimeout: 300,
    logLevel: LogLevel.ERROR,
    installerOptions: { clientOptions },
  });
  app = new App({ token: slack.botToken, receiver, logLevel: LogLevel.ERROR, clientOptions });
  for (const name of ['app_mention', 'message'] as const) {
    app.event(name, async ({ event, body }) => {
      const subtype = 'subtype' in event && event.subtype !== undefined ? `/${event.subtype}` : '';
      heard.push({
        type: name + subtype,
        id: body.event_id,
        text: 'text' in event ? String(event.text) : '',
      });
    });
  }
  await app.start();
  await slack.connected();
});

afterEach(async () => {
  await app.stop();
  await slack.close();
});

const types = () => heard.map(({ type }) => type).toSorted();

test('the real Bolt logs in and opens its socket', () => {
  expect(slack.socket.opened).toBe(1);
  expect(slack.calls.map(({ method }) => method)).toEqual(
    expect.arrayContaining(['auth.test', 'apps.connections.open']),
  );
});

describe('what people write', () => {
  test('reaches the app; a mention comes as two events with ids of their own', async () => {
    await slack.people.write({ channel: general, user: ann, text: `<@${BOT.user}> hello` });
    expect(types()).toEqual(['app_mention', 'message']);
    expect(new Set(heard.map(({ id }) => id)).size).toBe(2);
    expect(slack.acks).toHaveLength(2);
  });

  test('can be delivered again, with the same ids', async () => {
    const message = await slack.people.write({ channel: general, user: ann, text: 'hello' });
    await slack.people.deliverAgain(message);
    expect(heard).toHaveLength(2);
    expect(heard[0]).toEqual(heard[1]);
  });

  test('is changed and removed; a root with replies becomes a tombstone', async () => {
    const message = await slack.people.write({ channel: general, user: ann, text: 'one' });
    await slack.people.edit(message, 'two');
    await slack.people.write({ channel: general, user: ann, text: 'reply', thread: message.ts });
    await slack.people.remove(message);
    const other = await slack.people.write({ channel: general, user: ann, text: 'three' });
    await slack.people.remove(other);
    expect(heard.map(({ type }) => type)).toEqual([
      'message',
      'message/message_changed',
      'message',
      'message/message_changed',
      'message',
      'message/message_deleted',
    ]);
  });

  test('waits while the socket is being renewed', async () => {
    slack.socket.disconnect();
    const written = slack.people.write({ channel: general, user: ann, text: 'hello' });
    expect(heard).toEqual([]);
    await written;
    expect(heard).toHaveLength(1);
    expect(slack.socket.opened).toBe(2);
  });
});

describe('an acknowledgement that comes too late', () => {
  test('is told, and the event is sent again', async () => {
    slack.set({ ackTimeoutMs: 60 });
    const late = Promise.withResolvers<void>();
    let attempts = 0;
    receiver.init({
      processEvent: async ({ ack }: { ack: () => Promise<void> }) => {
        attempts++;
        if (attempts === 1) await late.promise;
        await ack();
      },
    } as unknown as App);
    await slack.people.write({ channel: general, user: ann, text: 'hello' });
    expect(attempts).toBe(2);
    expect(slack.violations()).toEqual(['1 acknowledgements came too late or never']);
    late.resolve();
  });
});

describe('commands, buttons and modals', () => {
  const press = {
    type: 'button',
    text: { type: 'plain_text', text: 'Stop' },
    action_id: 'stop',
    value: 'v1',
  };
  const blocks = [{ type: 'actions', elements: [press] }];

  test('a command is acknowledged, and its response URL takes five answers', async () => {
    const url = Promise.withResolvers<string>();
    app.command('/math', async ({ ack, command }) => {
      await ack();
      url.resolve(command.response_url);
    });
    await slack.people.command(general, ann, '/math 2+2');
    const answer = async () =>
      (
        await fetch(await url.promise, {
          method: 'POST',
          body: JSON.stringify({ text: '4' }),
          headers: { 'content-type': 'application/json' },
        })
      ).status;
    const statuses: number[] = [];
    for (let use = 0; use < 6; use++) statuses.push(await answer());
    expect(statuses).toEqual([200, 200, 200, 200, 200, 404]);
    expect(slack.workspace.messages(general.id).map(({ onlyFor }) => onlyFor)).toEqual(Array(5).fill(ann.id));
    expect(slack.violations()).toHaveLength(1);
  });

  test('a button carries its value back', async () => {
    const pressed = Promise.withResolvers<unknown>();
    app.action('stop', async ({ ack, action }) => {
      await ack();
      pressed.resolve('value' in action && action.value);
    });
    await app.client.chat.postMessage({ channel: general.id, text: 'hi', blocks });
    const [message] = slack.workspace.messages(general.id);
    if (message === undefined) throw new Error('no message');
    await slack.people.press(message, 'Stop', ann);
    expect(await pressed.promise).toBe('v1');
    await expect(slack.people.press(message, 'Retry', ann)).rejects.toThrow('among Stop');
  });

  test('a modal opens by a trigger once, and what was typed comes back', async () => {
    const title = { type: 'plain_text' as const, text: 'Persona' };
    const label = { type: 'plain_text' as const, text: 'Text' };
    const input = { type: 'plain_text_input' as const, action_id: 'text' };
    const view = {
      type: 'modal' as const,
      callback_id: 'persona',
      title,
      blocks: [{ type: 'input' as const, label, element: input }],
    };
    const submitted = Promise.withResolvers<unknown>();
    app.command('/persona', async ({ ack, command, client }) => {
      await ack();
      await client.views.open({ trigger_id: command.trigger_id, view });
      submitted.resolve(await client.views.open({ trigger_id: command.trigger_id, view }).catch(String));
    });
    app.view('persona', async ({ ack, body }) => {
      await ack();
      submitted.resolve(body.view.state.values);
    });
    await slack.people.command(general, ann, '/persona');
    expect(await submitted.promise).toContain('invalid_trigger_id');
    const [open] = slack.views;
    await slack.people.submit(open?.id ?? '', ann, { block: { text: { value: 'a pirate' } } });
    expect(slack.views).toHaveLength(1);
  });
});

test('the app hears of what it writes itself', async () => {
  await app.client.chat.postMessage({ channel: general.id, text: 'from the bot' });
  await expect.poll(() => slack.acks.length).toBe(1);
  expect(heard).toEqual([]); // Bolt keeps the app's own messages from its listeners.
});
