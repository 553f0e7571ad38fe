import type { Behaviour } from '../doubles/discord/behaviour.ts';
import { controlsOf } from '../doubles/discord/controls.ts';
import { isObject, objects } from '../doubles/discord/json.ts';
import { type DiscordDouble, startDiscord } from '../doubles/discord/server.ts';
import { isPicture, visibleFile, visibleText } from '../doubles/discord/visible.ts';
import {
  BOT,
  type DiscordChannel,
  type DiscordMessage,
  type DiscordUser,
} from '../doubles/discord/workspace.ts';
import type { Person, Room, Said, Shown, Stage } from './stage.ts';

export interface DiscordStage extends Stage {
  /** The double itself, for what only Discord has. */
  readonly discord: DiscordDouble;
}

/** `OptionType.String` */
const STRING = 3;

/** Discord as the stage of a contract test: Ann and Bob in a guild with the bot. */
export async function startDiscordStage(options: Partial<Behaviour> = {}): Promise<DiscordStage> {
  const discord = await startDiscord(options);
  const { workspace } = discord;
  const people: Readonly<Record<Person, DiscordUser>> = {
    ann: workspace.addUser({ name: 'ann', displayName: 'Ann Lee' }),
    bob: workspace.addUser({ name: 'bob', displayName: 'Bob Ray' }),
  };
  const guild = workspace.addGuild('Home');
  return {
    discord,
    platform: 'discord',
    environment: {
      DISCORD_TOKEN: discord.botToken,
      DISCORD_APPLICATION_ID: BOT.app,
      DISCORD_API_URL: discord.apiUrl,
    },
    connected: () => discord.connected(),
    room() {
      const channel = workspace.addChannel({ kind: 'text', guild: guild.id });
      discord.events.channel('CHANNEL_CREATE', channel);
      return roomOf(discord, channel, people);
    },
    direct: () => roomOf(discord, workspace.addChannel({ kind: 'direct', recipient: people.ann.id }), people),
    async cut() {
      discord.gateway.cut();
      await discord.gateway.back();
    },
    violations: () => discord.violations(),
    close: () => discord.close(),
  };
}

function roomOf(
  discord: DiscordDouble,
  channel: DiscordChannel,
  people: Readonly<Record<Person, DiscordUser>>,
): Room {
  const { workspace } = discord;
  const place = ({ id }: { readonly id: string }) => ({ channel: channel.id, id });
  const mention = (text: string) => (channel.kind === 'direct' ? text : `<@${BOT.user}> ${text}`);
  const write = async (text: string, by: Person): Promise<Said> => {
    const { id } = discord.people.write({ channel, user: people[by], text });
    return { id, text, by };
  };
  /** All that is written here and in the threads of this channel, oldest first. */
  const everything = (): readonly DiscordMessage[] => {
    const inside = [...workspace.channels.values()].filter(({ parent }) => parent === channel.id);
    return [channel, ...inside]
      .flatMap(({ id }) => workspace.messages(id))
      .toSorted((one, other) => (BigInt(one.id) < BigInt(other.id) ? -1 : 1));
  };
  const bots = () => everything().filter(({ author, onlyFor }) => author === BOT.user && onlyFor === null);

  return {
    say: (text, by = 'ann') => write(mention(text), by),
    mutter: (text, by = 'ann') => write(text, by),
    async edit(message, text) {
      discord.people.edit(place(message), mention(text));
    },
    async remove(message) {
      discord.people.remove(place(message));
    },
    async deliverAgain(message) {
      discord.people.deliverAgain(place(message));
    },
    async command(line, by = 'ann') {
      await discord.commands.registered();
      const [name = '', ...words] = line.split(' ');
      await discord.doing.command(
        channel,
        people[by],
        name,
        optionsOf(discord, channel, name, words.join(' ')),
      );
    },
    answers(message) {
      const all = everything();
      return bots()
        .filter((one) => questionOf(one, all) === message.id)
        .map(shownOf);
    },
    shown: () => bots().map(shownOf),
    whispers: (by = 'ann') =>
      everything()
        .filter(({ author, onlyFor }) => author === BOT.user && onlyFor === people[by].id)
        .map((message) => visibleText(message, message.flags)),
    storm: (calls, retryAfterS) => discord.rates.storm(calls, retryAfterS, { channel: channel.id }),
    stormed: () => discord.rates.stormed(channel.id),
    async press(shown, label, by = 'ann') {
      const message = workspace.ever(shown.id);
      if (message === null || message.deleted) throw new Error(`no message ${shown.id}`);
      await discord.doing.press(message, label, people[by]);
    },
  };
}

/** What is typed after a command's name goes into its first text option. */
function optionsOf(discord: DiscordDouble, channel: DiscordChannel, name: string, text: string) {
  const command = discord.commands.find(channel.guild, 1, name);
  const first = objects(command?.options).find(({ type }) => type === STRING);
  return text === '' || !isObject(first) ? {} : { [String(first.name)]: text };
}

/**
 * The message of a person that a message of the bot answers: the one it replies to, or whose thread it is in. What
 * replies to an answer belongs to it; what replies to nothing, to what stands before it. Null: a command.
 */
function questionOf(message: DiscordMessage, all: readonly DiscordMessage[]): string | null {
  if (message.author !== BOT.user) return message.id;
  if (message.interaction?.type === 2) return null;
  const at = all.indexOf(message);
  const replied = all.find(({ id }) => id === message.repliesTo);
  if (replied !== undefined) return questionOf(replied, all);
  if (all.some(({ id }) => id === message.channel)) return message.channel;
  const before = all
    .slice(0, at)
    .findLast(({ channel, onlyFor }) => channel === message.channel && onlyFor === null);
  return before === undefined ? null : questionOf(before, all);
}

function shownOf(message: DiscordMessage): Shown {
  return {
    id: message.id,
    text: visibleText(message.versions.at(-1) ?? message, message.flags),
    versions: message.versions.map((version) => visibleText(version, message.flags)),
    files: message.files.map((file) => ({
      name: file.name,
      text: visibleFile(file),
      picture: isPicture(file),
    })),
    buttons: controlsOf(message).map(({ label }) => label),
    deleted: message.deleted,
  };
}
