import { Input, Telegram } from 'telegraf';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTelegram, type TelegramDouble } from './telegram/server.ts';
import { SPECIFICATION_IS_HERE } from './telegram/specification.ts';
import { BOT, type TelegramChat, type TelegramUser } from './telegram/world.ts';

let telegram: TelegramDouble;
let client: Telegram;
let ann: TelegramUser;
let bob: TelegramUser;
let direct: TelegramChat;
let group: TelegramChat;

beforeEach(async () => {
  telegram = await startTelegram({ rates: false });
  client = new Telegram(telegram.token, { apiRoot: telegram.apiRoot });
  ann = telegram.world.addUser({ username: 'ann_lee', firstName: 'Ann' });
  bob = telegram.world.addUser({ username: 'bob_ray', firstName: 'Bob' });
  direct = telegram.world.privateChat(ann);
  group = telegram.world.addGroup([ann, bob]);
  // Nobody polls here: what people do must not wait for it.
  telegram.updates.allowed = ['poll'];
});
afterEach(() => telegram.close());

interface Sent {
  readonly message_id: number;
  readonly ephemeral_message_id?: number;
}

/** telegraf's types end at 7.1; its client sends any method. */
const call = (method: string, args: object): Promise<Sent> =>
  (client.callApi as (method: string, args: object) => Promise<Sent>)(method, args);
const refused = (code: number, words: string) => ({
  response: { error_code: code, description: expect.stringContaining(words) },
});
const rich = (markdown: string, chat = direct) =>
  call('sendRichMessage', { chat_id: chat.id, rich_message: { markdown } });
const shown = (chat = direct) => telegram.world.messages(chat.id).at(-1)?.now;

describe('text', () => {
  test('in HTML is shown without its markup', async () => {
    await client.sendMessage(direct.id, '<b>a &lt; b</b> <pre><code class="language-ts">x</code></pre>', {
      parse_mode: 'HTML',
    });
    expect(shown()).toMatchObject({ text: 'a < b x' });
    expect(shown()?.entities).toEqual([
      { type: 'bold', offset: 0, length: 5 },
      { type: 'pre', offset: 6, length: 1, language: 'ts' },
    ]);
    expect(telegram.violations()).toEqual([]);
  });

  test.each([
    ['<p>x</p>', 'Unsupported start tag "p"'],
    ['<b>x', `Can't find end tag corresponding to start tag "b"`],
    ['<b><i>x</b></i>', 'Unmatched end tag'],
    ['a < b', 'Unsupported start tag ""'],
  ])('in HTML that Telegram cannot parse is refused: %s', async (html, words) => {
    const sending = client.sendMessage(direct.id, html, { parse_mode: 'HTML' });
    await expect(sending).rejects.toMatchObject(refused(400, `can't parse entities: ${words}`));
    expect(telegram.world.messages(direct.id)).toEqual([]);
  });

  test('is counted after parsing, up to 4,096', async () => {
    await client.sendMessage(direct.id, `<b>${'x'.repeat(4_096)}</b>`, { parse_mode: 'HTML' });
    const long = client.sendMessage(direct.id, 'x'.repeat(4_097));
    await expect(long).rejects.toMatchObject(refused(400, 'message is too long'));
    await expect(client.sendMessage(direct.id, ' \n')).rejects.toMatchObject(
      refused(400, 'message text is empty'),
    );
    expect(telegram.violations()).toHaveLength(2);
  });

  test('with a link that carries data needs its preview off', async () => {
    const text = 'https://evil.example/?q=SECRET';
    await call('sendMessage', { chat_id: direct.id, text, link_preview_options: { is_disabled: true } });
    expect(telegram.violations()).toEqual([]);
    await client.sendMessage(direct.id, text);
    expect(telegram.violations()).toEqual([`sendMessage: shows a preview of ${text}`]);
  });
});

describe('a rich message', () => {
  test('shows tables, lists, code and math as people read them', async () => {
    await rich(
      '# Title\n\nOne\ntwo **bold**.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- [x] done\n\n```ts\nx <  y\n```\n\n$$\nE = mc^2\n$$',
    );
    expect(shown()?.text).toBe('Title\nOne two bold.\na | b\n1 | 2\n☑ done\nx <  y\nE = mc^2');
    expect(telegram.violations()).toEqual([]);
  });

  test('takes raw HTML for what it says: a forged button, a picture that is fetched', async () => {
    await rich(
      'x <tg-button type="callback_data" data="retry">Forged</tg-button> <script>y</script>\n\n![p](https://evil.example/p)',
    );
    expect(shown()?.inside).toEqual([{ text: 'Forged', data: 'retry' }]);
    expect(telegram.violations().join('\n')).toMatch(/a button[\s\S]*script[\s\S]*fetch https:\/\/evil/);
    const before = telegram.violations().length;
    await rich('x \\<tg-button type="callback_data" data="retry">Forged\\</tg-button> &lt;!channel> `<b>`');
    expect(shown()?.text).toBe(
      'x <tg-button type="callback_data" data="retry">Forged</tg-button> <!channel> <b>',
    );
    expect(telegram.violations()).toHaveLength(before);
  });

  test.each([
    ['32,768 characters', 'x'.repeat(32_769), 'TOO_LONG'],
    ['500 blocks', 'x\n\n'.repeat(501), 'BLOCKS'],
    ['20 columns', `|${'a|'.repeat(21)}\n|${'-|'.repeat(21)}`, 'WIDE'],
    ['16 levels', `${'>'.repeat(17)} x`, 'DEEP'],
  ])('is refused past %s', async (_limit, markdown, words) => {
    await expect(rich(markdown)).rejects.toMatchObject(refused(400, words));
  });

  test('has exactly one content', async () => {
    const both = call('sendRichMessage', { chat_id: direct.id, rich_message: { markdown: 'x', html: 'y' } });
    await expect(both).rejects.toMatchObject(refused(400, 'exactly one'));
  });

  test('is unknown to an older server, for editing, too', async () => {
    const { message_id: id } = await client.sendMessage(direct.id, 'x');
    telegram.set({ rich: false });
    await expect(rich('x')).rejects.toMatchObject(refused(404, 'Not Found'));
    const edit = call('editMessageText', {
      chat_id: direct.id,
      message_id: id,
      rich_message: { markdown: 'y' },
    });
    await expect(edit).rejects.toMatchObject(refused(400, 'text is empty'));
    expect(telegram.calls.map(({ code }) => code)).toEqual([200, 404, 400]);
  });
});

describe('editing and removing', () => {
  test('to the same is refused, with another keyboard it is not', async () => {
    const { message_id: id } = await client.sendMessage(direct.id, 'one');
    const edit = (text: string, extra = {}) => client.editMessageText(direct.id, id, undefined, text, extra);
    await expect(edit('one')).rejects.toMatchObject(refused(400, 'message is not modified'));
    await edit('one', { reply_markup: { inline_keyboard: [[{ text: 'Stop', callback_data: 's' }]] } });
    await call('editMessageText', {
      chat_id: direct.id,
      message_id: id,
      rich_message: { markdown: '*two*' },
    });
    expect(telegram.world.find(direct.id, id)?.versions.map(({ text }) => text)).toEqual([
      'one',
      'one',
      'two',
    ]);
    expect(telegram.violations()).toEqual([]);
  });

  test('of what people have removed is refused, and nobody is told of it', async () => {
    const { message_id: id } = await client.sendMessage(direct.id, 'one');
    telegram.updates.allowed = [];
    telegram.people.remove({ chat: direct.id, id });
    const edit = client.editMessageText(direct.id, id, undefined, 'two');
    await expect(edit).rejects.toMatchObject(refused(400, 'message to edit not found'));
    await expect(client.deleteMessage(direct.id, id)).rejects.toMatchObject(
      refused(400, 'message to delete not found'),
    );
    expect(telegram.updates.waiting).toBe(0);
    expect(telegram.violations()).toEqual([]);
  });
});

describe('buttons', () => {
  const keyboard = (data: string) => ({
    reply_markup: { inline_keyboard: [[{ text: 'Stop', callback_data: data }]] },
  });

  test('carry at most 64 bytes', async () => {
    await client.sendMessage(direct.id, 'x', keyboard('é'.repeat(32)));
    const long = client.sendMessage(direct.id, 'x', keyboard('é'.repeat(33)));
    await expect(long).rejects.toMatchObject(refused(400, 'BUTTON_DATA_INVALID'));
  });

  test('that nobody answers are a violation; an answer is shown to the one who pressed', async () => {
    telegram.set({ callbackWithinMs: -1 });
    const { message_id: id } = await client.sendMessage(direct.id, 'x', keyboard('s'));
    const query = await telegram.people.press({ chat: direct.id, id }, /stop/i, ann);
    expect(telegram.violations()).toEqual([expect.stringContaining('was never answered')]);
    await client.answerCbQuery(query, 'Stopped');
    expect(telegram.callbacks.get(query)?.text).toBe('Stopped');
    expect(telegram.violations()).toEqual([]);
    await expect(client.answerCbQuery('unknown')).rejects.toMatchObject(refused(400, 'query is too old'));
  });
});

describe('drafts', () => {
  const draft = (text: string, extra = {}, chat = direct) =>
    call('sendRichMessageDraft', {
      chat_id: chat.id,
      draft_id: 7,
      rich_message: { markdown: text },
      ...extra,
    });

  test('show a growing preview, until a message takes their place', async () => {
    await draft('one');
    await draft('one **two**');
    expect(telegram.drafts.shown(direct.id)).toMatchObject({ text: 'one two', versions: ['one', 'one two'] });
    await rich('one two three');
    expect(telegram.drafts.shown(direct.id)).toBeNull();
  });

  test('fade without a change', async () => {
    telegram.set({ draftLifeMs: -1 });
    await draft('one');
    expect(telegram.drafts.shown(direct.id)).toBeNull();
  });

  test('are stopped by their own button, if they have one', async () => {
    await draft('one');
    await expect(telegram.people.stopDraft(direct)).rejects.toThrow('cannot be stopped');
    telegram.updates.allowed = [];
    await draft('one', { can_stop: true, keep_on_stop: true });
    const stopped = telegram.people.stopDraft(direct);
    const [update] = await client.callApi('getUpdates', {});
    expect(update).toMatchObject({ stopped_message_generation: { chat: { id: direct.id }, draft_id: 7 } });
    await client.callApi('getUpdates', { offset: (update?.update_id ?? 0) + 1 });
    await stopped;
    expect(telegram.drafts.shown(direct.id)?.text).toBe('one');
    expect(telegram.violations()).toEqual([]);
  });

  test('are for private chats, have an id, and are thought in', async () => {
    await expect(draft('x', {}, group)).rejects.toMatchObject(refused(400, 'PEER_ID_INVALID'));
    await expect(draft('x', { draft_id: 0 })).rejects.toMatchObject(refused(400, 'RANDOM_ID_INVALID'));
    await draft('<tg-thinking>Hm</tg-thinking>');
    await expect(rich('<tg-thinking>Hm</tg-thinking>')).rejects.toMatchObject(refused(400, 'drafts only'));
  });
});

describe('files', () => {
  test('go up as photo or document; without its own JSON, a parameter beside them is lost', async () => {
    const { message_id: id } = await client.sendMessage(direct.id, 'x');
    const file = Input.fromBuffer(Buffer.from('print(1)'), 'a.py');
    const reply = { message_id: id };
    await client.sendDocument(direct.id, file, { caption: 'code', reply_parameters: reply });
    expect(telegram.world.messages(direct.id).at(-1)).toMatchObject({ replyTo: null, now: { text: 'code' } });
    await client.sendDocument(direct.id, file, { reply_parameters: JSON.stringify(reply) as never });
    expect(telegram.world.messages(direct.id).at(-1)).toMatchObject({ replyTo: id });
    expect(shown()?.file?.content.toString()).toBe('print(1)');
    expect(telegram.violations()).toEqual([]);
  });

  test('of people are fetched under a URL with the token', async () => {
    const file = telegram.world.addFile({
      name: 'a.png',
      mime: 'image/png',
      content: Buffer.from('png'),
      photo: true,
    });
    await telegram.people.write({ chat: direct, user: ann, text: 'look', file });
    const url = await client.getFileLink(file.id);
    expect(url.href).toContain(telegram.token);
    expect(await (await fetch(url)).text()).toBe('png');
    const big = telegram.world.addFile({
      name: 'b',
      mime: 'x/y',
      content: Buffer.alloc(20 * 1024 * 1024 + 1),
    });
    await expect(client.getFile(big.id)).rejects.toMatchObject(refused(400, 'file is too big'));
  });
});

describe('limits', () => {
  test('a storm refuses the next calls that write in its chat, and tells how long to wait', async () => {
    telegram.rates.storm(1, 3, group.id);
    await client.sendMessage(direct.id, 'x');
    const stormy = client.sendMessage(group.id, 'x');
    await expect(stormy).rejects.toMatchObject({ code: 429, parameters: { retry_after: 3 } });
    await client.sendMessage(group.id, 'x');
    expect(telegram.rates.stormed(group.id)).toBe(1);
    expect(telegram.rates.impatient).toBe(1);
  });

  test('a group takes 20 messages a minute', async () => {
    telegram.set({ rates: true });
    const statuses: number[] = [];
    for (let count = 0; count < 21; count++)
      statuses.push(
        await client.sendMessage(group.id, `${count}`).then(
          () => 200,
          ({ code }) => code as number,
        ),
      );
    expect(statuses).toContain(429);
    await client.sendMessage(direct.id, 'x');
  });
});

describe('groups', () => {
  const told = async (text: string, extra = {}) => {
    telegram.updates.allowed = [];
    const before = telegram.updates.waiting;
    void telegram.people.write({ chat: group, user: ann, text, ...extra });
    return telegram.updates.waiting > before;
  };

  test('in privacy mode tell of commands, mentions and replies alone', async () => {
    const { message_id: id } = await client.sendMessage(group.id, 'x');
    expect(await told('hello')).toBe(false);
    expect(await told('hello', { replyTo: id })).toBe(true);
    expect(await told(`hello @${BOT.username}`)).toBe(true);
    expect(await told(`/math@${BOT.username} 1`)).toBe(true);
    expect(await told('/math@other_bot 1')).toBe(false);
    telegram.set({ mentions: false });
    expect(await told(`hello @${BOT.username}`)).toBe(false);
    telegram.set({ privacy: false });
    expect(await told('hello')).toBe(true);
  });

  test('have topics where they are forums, and nothing else is a topic', async () => {
    const forum = telegram.world.addGroup([ann], { forum: true, topics: new Map([[5, 'Five']]) });
    await call('sendMessage', { chat_id: forum.id, message_thread_id: 5, text: 'x' });
    expect(telegram.world.messages(forum.id).at(-1)?.topic).toBe(5);
    for (const chat of [group, direct]) {
      const lost = call('sendMessage', { chat_id: chat.id, message_thread_id: 5, text: 'x' });
      await expect(lost).rejects.toMatchObject(refused(400, 'message thread not found'));
    }
  });

  test('show a message to one person right after an ephemeral command, and not without', async () => {
    const whisper = () =>
      call('sendMessage', {
        chat_id: group.id,
        text: 'for you',
        ephemeral_message_parameters: { receiver_user_id: ann.id },
      });
    await expect(whisper()).rejects.toMatchObject(refused(400, 'EPHEMERAL'));
    const commands = [{ command: 'help', description: 'Help', is_ephemeral: true }];
    await call('setMyCommands', { commands, scope: { type: 'all_group_chats' } });
    const typed = await telegram.people.write({ chat: group, user: ann, text: '/help' });
    expect(typed.onlyFor).toBe(ann.id);
    expect((await whisper()).ephemeral_message_id).toEqual(expect.any(Number));
    expect(telegram.world.messages(group.id).at(-1)).toMatchObject({ onlyFor: ann.id, from: BOT.id });
  });
});

test('commands are kept by scope and language', async () => {
  await client.setMyCommands([{ command: 'math', description: 'Math' }]);
  await client.setMyCommands([{ command: 'math', description: '数学' }], { language_code: 'zh' });
  expect(await client.getMyCommands({ language_code: 'zh' })).toEqual([
    { command: 'math', description: '数学' },
  ]);
  const wrong = client.setMyCommands([{ command: 'Math', description: 'x' }]);
  await expect(wrong).rejects.toMatchObject(refused(400, 'BOT_COMMAND_INVALID'));
});

test('a user who has blocked the bot is 403, an unknown chat 400', async () => {
  await telegram.people.close(direct, ann);
  await expect(client.sendMessage(direct.id, 'x')).rejects.toMatchObject(refused(403, 'blocked'));
  await expect(client.sendMessage(1, 'x')).rejects.toMatchObject(refused(400, 'chat not found'));
});

describe.skipIf(!SPECIFICATION_IS_HERE)('the specification (../shared/specs is here)', () => {
  test('keeps a field that Telegram would pass over as a violation', async () => {
    await call('sendMessage', { chat_id: direct.id, text: 'x', no_such_field: 1 });
    expect(telegram.violations()).toEqual([expect.stringContaining('no_such_field')]);
  });

  test.each([
    ['a missing field', 'sendMessage', { text: 'x' }, 'chat_id is empty'],
    ['a wrong type', 'sendMessage', { chat_id: 1, text: 'x', protect_content: 'yes' }, 'must be boolean'],
    ['a limit of its description', 'getUpdates', { limit: 101 }, 'must be <= 100'],
    [
      'more than 100 commands',
      'setMyCommands',
      { commands: Array(101).fill({ command: 'a', description: 'b' }) },
      'TOO_MUCH',
    ],
  ])('refuses %s', async (_what, method, args, words) => {
    await expect(call(method, args)).rejects.toMatchObject(refused(400, words));
  });

  test('knows no method that there is not', async () => {
    await expect(call('sendTelepathy', {})).rejects.toMatchObject(refused(404, 'Not Found'));
    expect(telegram.violations()).toEqual(['sendTelepathy: no such method']);
  });

  test('an older server passes over newer fields without blame', async () => {
    telegram.set({ canStop: false });
    await call('sendMessageDraft', { chat_id: direct.id, draft_id: 1, text: 'x', can_stop: true });
    expect(telegram.violations()).toEqual([]);
  });
});
