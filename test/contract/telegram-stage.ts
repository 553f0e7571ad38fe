import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, vi } from 'vitest';
import { COMMANDS } from '../../commands/index.ts';
import { telegramCommands } from '../../commands/registrations/telegram.ts';
import type { Behaviour } from '../doubles/telegram/behaviour.ts';
import { startTelegram, type TelegramDouble } from '../doubles/telegram/server.ts';
import {
  BOT,
  type TelegramChat,
  type TelegramMessage,
  type TelegramUser,
} from '../doubles/telegram/world.ts';
import type { Person, Room, Said, Shown, ShownFile, Stage } from './stage.ts';

export interface TelegramStage extends Stage {
  /** The double itself, for what only Telegram has. */
  readonly telegram: TelegramDouble;
}

export interface TelegramStageOptions {
  readonly mode: 'polling' | 'webhook';
  /** Switches of the double: an older server, another privacy mode. */
  readonly behaviour?: Partial<Behaviour>;
}

type People = Readonly<Record<Person, TelegramUser>>;

/** The name by which the bot is called from outside; TLS ends before it, so the double posts to its port. */
const PUBLIC_ORIGIN = 'https://bot.double.test';
const WEBHOOK_SECRET = 'double_webhook-secret';

/**
 * Telegram as the stage of a contract test: Ann and Bob, who leads the groups, and the bot in privacy mode.
 *
 * What is said to the bot in a group is a mention, or a command with the bot's name. Telegram tells bots nothing of
 * removed messages, so people take back their message together with its answers; the bot learns it from the refusal
 * of its next edit ("message to edit not found"), and has to end the turn and write nothing in its place.
 *
 * @example
 * describePlatform('telegram by polling', () => startTelegramStage({ mode: 'polling' }));
 */
export async function startTelegramStage({ mode, behaviour }: TelegramStageOptions): Promise<TelegramStage> {
  const telegram = await startTelegram(behaviour);
  const { world } = telegram;
  const ann = () => world.addUser({ username: 'ann_lee', firstName: 'Ann' });
  const people: People = { ann: ann(), bob: world.addUser({ username: 'bob_ray', firstName: 'Bob' }) };
  const environment: Record<string, string> = {
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
  };
  if (mode === 'webhook') {
    const port = await freePort();
    telegram.webhook.origins.set(PUBLIC_ORIGIN, `http://127.0.0.1:${port}`);
    environment.PORT = String(port);
    environment.TELEGRAM_WEBHOOK_URL = `${PUBLIC_ORIGIN}/telegram/webhook`;
    environment.TELEGRAM_WEBHOOK_SECRET = WEBHOOK_SECRET;
  }
  const receiver = mode === 'webhook' ? telegram.webhook : telegram.polling;
  return {
    telegram,
    platform: 'telegram',
    environment,
    async connected() {
      await receiver.connected();
      // Until its commands are registered, a group sees those that are for one person, too.
      const lists = telegramCommands(COMMANDS).length;
      await vi.waitFor(() => expect(telegram.commandLists).toHaveLength(lists), 20_000);
    },
    room: () =>
      roomOf(telegram, world.addGroup([people.ann, people.bob], { admins: [people.bob.id] }), people),
    direct() {
      // One person has one chat with the bot: each room has an Ann of its own.
      const own = { ...people, ann: ann() };
      return roomOf(telegram, world.privateChat(own.ann), own);
    },
    async cut() {
      if (mode === 'webhook') telegram.webhook.fail(3);
      else telegram.polling.cut();
      await receiver.connected();
    },
    violations: () => telegram.violations(),
    close: () => telegram.close(),
  };
}

/** A port that nobody listens on; the bot takes it at once, and again after its restart. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function roomOf(
  { world, people: acts, callbacks, rates }: TelegramDouble,
  chat: TelegramChat,
  people: People,
): Room {
  const place = ({ id }: { readonly id: string }) => ({ chat: chat.id, id: Number(id) });
  const all = () => world.messages(chat.id).filter(({ onlyFor }) => onlyFor === null);
  const bots = () => all().filter(({ from }) => from === BOT.id);
  const write = async (text: string, by: Person): Promise<Said> => {
    const { id } = await acts.write({ chat, user: people[by], text });
    return { id: String(id), text, by };
  };
  const toBot = (text: string) => (chat.type === 'private' ? text : addressed(text));
  const answersTo = (said: Said) => answersOf(all(), Number(said.id));

  return {
    say: (text, by = 'ann') => write(toBot(text), by),
    mutter: (text, by = 'ann') => write(text, by),
    async edit(said, text) {
      await acts.edit(place(said), toBot(text));
    },
    async remove(said) {
      for (const { id, deleted } of answersTo(said)) if (!deleted) acts.remove({ chat: chat.id, id });
      acts.remove(place(said));
    },
    deliverAgain: (said) => acts.deliverAgain(place(said)),
    async command(line, by = 'ann') {
      await acts.write({ chat, user: people[by], text: toBot(`/${line}`) });
    },
    answers: (said) => answersTo(said).map(shownOf),
    shown: () => bots().map(shownOf),
    whispers(by = 'ann') {
      const { id } = people[by];
      const messages = world
        .messages(chat.id)
        .filter(({ from, onlyFor }) => from === BOT.id && onlyFor === id);
      const alerts = [...callbacks.values()].filter((query) => query.chat === chat.id && query.user === id);
      return [...messages.map(({ now }) => now.text), ...alerts.flatMap(({ text }) => text ?? [])];
    },
    storm: (calls, retryAfterS) => rates.storm(calls, retryAfterS, chat.id),
    stormed: () => rates.stormed(chat.id),
    async press(shown, label, by = 'ann') {
      await acts.press(place(shown), label, people[by]);
    },
  };
}

/** As people call the bot in a group: a command by its full name, anything else with a mention. */
function addressed(text: string): string {
  const command = /^\/(\w+)([\s\S]*)$/.exec(text);
  return command === null ? `@${BOT.username} ${text}` : `/${command[1]}@${BOT.username}${command[2]}`;
}

/**
 * The bot's messages that answer this one: replies to it, replies to those, and what the bot wrote without a reply
 * right behind them. All that is shown is counted, what was removed, too.
 */
function answersOf(messages: readonly TelegramMessage[], said: number): readonly TelegramMessage[] {
  const owners = new Map<number, number>();
  let last: number | null = null;
  for (const { id, from, replyTo } of messages) {
    const owner: number = from === BOT.id ? (owners.get(replyTo ?? 0) ?? replyTo ?? last ?? id) : id;
    owners.set(id, owner);
    last = owner;
  }
  return messages.filter(({ id, from }) => from === BOT.id && owners.get(id) === said);
}

function shownOf({ id, now, versions, deleted }: TelegramMessage): Shown {
  const file = now.file;
  return {
    id: String(id),
    text: now.text,
    versions: versions.map(({ text }) => text),
    files: file === null ? [] : [fileOf(file, now.text)],
    buttons: [...now.keyboard.flat(), ...now.inside].map(({ text }) => text),
    deleted,
  };
}

function fileOf(file: NonNullable<TelegramMessage['now']['file']>, caption: string): ShownFile {
  const picture = file.photo || file.mime.startsWith('image/');
  return { name: file.name, text: picture ? caption : file.content.toString('utf8'), picture };
}
