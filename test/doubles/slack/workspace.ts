import type { Json } from './call.ts';
import { Refusal } from './errors.ts';

export const TEAM = 'T0DOUBLE';
export const BOT = { user: 'U0BOT', id: 'B0BOT', app: 'A0DOUBLE', name: 'switchboard' } as const;

export interface SlackUser {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly bot: boolean;
  readonly admin: boolean;
}

export interface SlackChannel {
  readonly id: string;
  readonly name: string;
  readonly kind: 'channel' | 'group' | 'im' | 'mpim';
  readonly members: readonly string[];
}

export interface SlackFile {
  readonly id: string;
  readonly name: string;
  readonly mimetype: string;
  readonly altText: string | null;
  readonly content: Buffer;
  readonly user: string;
}

/** How a message stood at one moment. */
export interface Version {
  readonly text: string;
  readonly blocks: readonly Json[];
}

export interface SlackMessage extends Version {
  readonly ts: string;
  readonly channel: string;
  readonly user: string;
  readonly threadTs: string | null;
  readonly files: readonly SlackFile[];
  readonly metadata: Json | null;
  /** Who alone sees it; null: everybody in the channel. */
  readonly onlyFor: string | null;
  readonly streaming: boolean;
  readonly deleted: boolean;
  /** Time stamp of the last edit; null: it stands as it was posted. */
  readonly edited: string | null;
  /** Who wrote the root of its thread. */
  readonly parentUser: string | null;
  /** All that it has been, the first as it was posted, the last as it stands. */
  readonly versions: readonly Version[];
}

type NewMessage = Pick<SlackMessage, 'channel' | 'user' | 'text'> & Partial<SlackMessage>;

/** What a workspace holds: people, channels, messages, files. No rules in here. */
export class Workspace {
  readonly users = new Map<string, SlackUser>();
  readonly channels = new Map<string, SlackChannel>();
  readonly files = new Map<string, SlackFile>();
  readonly #messages = new Map<string, SlackMessage>();
  #count = 0;
  #lastTs = 0;

  constructor() {
    this.addUser({ id: BOT.user, name: BOT.name, realName: 'Switchboard', bot: true });
  }

  addUser(user: Pick<SlackUser, 'name' | 'realName'> & Partial<SlackUser>): SlackUser {
    const whole = { id: this.id('U'), bot: false, admin: false, ...user };
    this.users.set(whole.id, whole);
    return whole;
  }

  addChannel(kind: SlackChannel['kind'], members: readonly string[], name?: string): SlackChannel {
    const id = this.id(kind === 'im' ? 'D' : 'C');
    const channel = { id, name: name ?? id.toLowerCase(), kind, members };
    this.channels.set(id, channel);
    return channel;
  }

  addFile(file: Omit<SlackFile, 'id'>, id = this.id('F')): SlackFile {
    const whole = { id, ...file };
    this.files.set(id, whole);
    return whole;
  }

  channel(id: string): SlackChannel {
    const channel = this.channels.get(id);
    if (channel === undefined) throw new Refusal('channel_not_found', [id]);
    return channel;
  }

  addMessage(message: NewMessage): SlackMessage {
    const version = { text: message.text, blocks: message.blocks ?? [] };
    const whole: SlackMessage = {
      ts: this.ts(),
      threadTs: null,
      files: [],
      metadata: null,
      onlyFor: null,
      streaming: false,
      deleted: false,
      edited: null,
      parentUser: null,
      versions: [version],
      ...message,
      blocks: version.blocks,
    };
    const root = whole.threadTs === null ? null : this.find(whole.channel, whole.threadTs);
    // A root carries its own time stamp once it has replies.
    if (root !== null) this.change(root, { threadTs: root.ts });
    const reply = root === null ? whole : { ...whole, parentUser: root.user };
    this.#messages.set(`${whole.channel} ${whole.ts}`, reply);
    return reply;
  }

  /** The message; null when it is not there or was removed. */
  find(channel: string, ts: string): SlackMessage | null {
    const message = this.#messages.get(`${channel} ${ts}`);
    return message === undefined || message.deleted ? null : message;
  }

  change(message: SlackMessage, change: Partial<SlackMessage>): SlackMessage {
    const next = { ...message, ...change };
    const { text, blocks } = next;
    const same = text === message.text && JSON.stringify(blocks) === JSON.stringify(message.blocks);
    const whole = { ...next, versions: same ? message.versions : [...message.versions, { text, blocks }] };
    this.#messages.set(`${whole.channel} ${whole.ts}`, whole);
    return whole;
  }

  /** Everything in the channel, oldest first, removed messages included. */
  messages(channel: string): readonly SlackMessage[] {
    return [...this.#messages.values()].filter((message) => message.channel === channel);
  }

  id(prefix: string): string {
    this.#count++;
    return `${prefix}0${String(this.#count).padStart(8, '0')}`;
  }

  /** A time stamp that no message has yet: seconds and microseconds. */
  ts(): string {
    this.#lastTs = Math.max(this.#lastTs + 100, Date.now() * 1_000);
    const micros = String(this.#lastTs);
    return `${micros.slice(0, -6)}.${micros.slice(-6)}`;
  }
}
