import type { Clock } from './clock.ts';
import type { Json } from './json.ts';
import { Snowflakes } from './snowflakes.ts';

export const BOT = {
  user: '900000000000000001',
  app: '900000000000000001',
  name: 'switchboard',
} as const;

export interface DiscordUser {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
  readonly bot: boolean;
  readonly locale: string;
}

export interface DiscordGuild {
  readonly id: string;
  readonly name: string;
}

export interface DiscordChannel {
  readonly id: string;
  readonly kind: 'text' | 'direct' | 'thread';
  readonly name: string;
  /** Null: a direct message. */
  readonly guild: string | null;
  /** The channel that a thread is in. */
  readonly parent: string | null;
  /** Who is on the other side of a direct message. */
  readonly recipient: string | null;
  readonly archived: boolean;
}

export interface DiscordFile {
  readonly id: string;
  readonly name: string;
  readonly contentType: string;
  /** Alternative text. */
  readonly description: string | null;
  readonly content: Buffer;
}

/** How a message stood at one moment. */
export interface Version {
  readonly content: string;
  readonly embeds: readonly Json[];
  readonly components: readonly Json[];
  readonly files: readonly DiscordFile[];
}

export interface DiscordMessage extends Version {
  readonly id: string;
  readonly channel: string;
  readonly author: string;
  readonly flags: number;
  /** The message that it replies to. */
  readonly repliesTo: string | null;
  /** The interaction that it answers. */
  readonly interaction: { readonly id: string; readonly type: number; readonly user: string } | null;
  readonly nonce: string | null;
  /** Who alone sees it; null: everybody in the channel. */
  readonly onlyFor: string | null;
  readonly mentions: readonly string[];
  readonly editedAt: number | null;
  readonly deleted: boolean;
  /** All that it has been, the first as it was posted, the last as it stands. */
  readonly versions: readonly Version[];
}

type NewMessage = Pick<DiscordMessage, 'channel' | 'author'> & Partial<DiscordMessage>;

/** What Discord holds: people, guilds, channels, messages. No rules in here. */
export class Workspace {
  readonly users = new Map<string, DiscordUser>();
  readonly guilds = new Map<string, DiscordGuild>();
  readonly channels = new Map<string, DiscordChannel>();
  readonly clock: Clock;
  readonly #ids: Snowflakes;
  readonly #messages = new Map<string, DiscordMessage>();
  readonly #byChannel = new Map<string, Set<string>>();

  constructor(clock: Clock) {
    this.clock = clock;
    this.#ids = new Snowflakes(clock);
    this.addUser({ id: BOT.user, name: BOT.name, displayName: 'Switchboard', bot: true });
  }

  id(): string {
    return this.#ids.next();
  }

  addUser(user: Pick<DiscordUser, 'name'> & Partial<DiscordUser>): DiscordUser {
    const whole = { id: this.id(), displayName: user.name, bot: false, locale: 'en-US', ...user };
    this.users.set(whole.id, whole);
    return whole;
  }

  addGuild(name: string, id = this.id()): DiscordGuild {
    const guild = { id, name };
    this.guilds.set(guild.id, guild);
    return guild;
  }

  addChannel(channel: Pick<DiscordChannel, 'kind'> & Partial<DiscordChannel>): DiscordChannel {
    const id = channel.id ?? this.id();
    const nothing = { guild: null, parent: null, recipient: null, archived: false };
    const whole = { name: `room-${id}`, ...nothing, ...channel, id };
    this.channels.set(id, whole);
    return whole;
  }

  changeChannel(id: string, change: Partial<DiscordChannel>): DiscordChannel {
    const whole = { ...this.channel(id), ...change };
    this.channels.set(id, whole);
    return whole;
  }

  channel(id: string): DiscordChannel {
    const channel = this.channels.get(id);
    if (channel === undefined) throw new Error(`no channel ${id}`);
    return channel;
  }

  user(id: string): DiscordUser {
    const user = this.users.get(id);
    if (user === undefined) throw new Error(`no user ${id}`);
    return user;
  }

  addMessage(message: NewMessage): DiscordMessage {
    const whole = {
      id: this.id(),
      content: '',
      embeds: [],
      components: [],
      files: [],
      flags: 0,
      repliesTo: null,
      interaction: null,
      nonce: null,
      onlyFor: null,
      mentions: [],
      editedAt: null,
      deleted: false,
      ...message,
    };
    return this.#keep({ ...whole, versions: [versionOf(whole)] });
  }

  /** The message; null when it is not there or was removed. */
  find(channel: string, id: string): DiscordMessage | null {
    const message = this.#messages.get(id);
    return message === undefined || message.deleted || message.channel !== channel ? null : message;
  }

  /** Also one that was removed. */
  ever(id: string): DiscordMessage | null {
    return this.#messages.get(id) ?? null;
  }

  change(message: DiscordMessage, change: Partial<DiscordMessage>): DiscordMessage {
    const next = { ...message, ...change };
    const same = JSON.stringify(versionOf(next)) === JSON.stringify(versionOf(message));
    return this.#keep({
      ...next,
      versions: same ? message.versions : [...message.versions, versionOf(next)],
    });
  }

  /** Everything in the channel, oldest first, removed messages included. */
  messages(channel: string): readonly DiscordMessage[] {
    const ids = this.#byChannel.get(channel) ?? new Set();
    return [...ids].flatMap((id) => this.#messages.get(id) ?? []);
  }

  #keep(message: DiscordMessage): DiscordMessage {
    this.#messages.set(message.id, message);
    const ids = this.#byChannel.get(message.channel) ?? new Set();
    this.#byChannel.set(message.channel, ids.add(message.id));
    return message;
  }
}

const versionOf = ({ content, embeds, components, files }: Version): Version => ({
  content,
  embeds,
  components,
  files,
});
