import { unavailable } from './errors.ts';
import type { Button, Entity } from './formatting/parsed.ts';

export const BOT = { id: 7_000_000_001, username: 'switchboard_bot', firstName: 'Switchboard' } as const;

export interface TelegramUser {
  readonly id: number;
  readonly username: string;
  readonly firstName: string;
  readonly bot: boolean;
  /** IETF tag of the language of their app. */
  readonly language: string;
}

export interface TelegramChat {
  readonly id: number;
  readonly type: 'private' | 'group' | 'supergroup';
  readonly title: string;
  readonly members: readonly number[];
  readonly admins: readonly number[];
  /** A supergroup with topics. */
  readonly forum: boolean;
  /** Names of its topics by thread id. */
  readonly topics: Map<number, string>;
  /** The bot may no longer write: blocked, or removed from the group. */
  readonly closed: boolean;
}

export interface TelegramFile {
  readonly id: string;
  readonly uniqueId: string;
  readonly name: string;
  readonly mime: string;
  readonly content: Buffer;
  /** Sent as a photo, which has no name and no type of its own. */
  readonly photo: boolean;
}

/** How a message stood at one moment. */
export interface Content {
  readonly kind: 'text' | 'rich' | 'file';
  /** What is read: of a file, its caption. */
  readonly text: string;
  readonly entities: readonly Entity[];
  readonly file: TelegramFile | null;
  readonly keyboard: readonly (readonly Button[])[];
  /** Buttons inside a rich message. */
  readonly inside: readonly Button[];
  /** What was sent, in one string: an edit to the same is refused. */
  readonly source: string;
}

export interface TelegramMessage {
  /** Unique in its chat only, as in supergroups: two chats have the same ids. */
  readonly id: number;
  readonly chat: number;
  readonly from: number;
  /** Unix time in seconds. */
  readonly date: number;
  readonly editDate: number | null;
  readonly replyTo: number | null;
  /** Topic, or null. */
  readonly topic: number | null;
  /** Who alone sees it; null: everybody in the chat. */
  readonly onlyFor: number | null;
  readonly deleted: boolean;
  readonly now: Content;
  /** All that it has been, the first as it was posted, the last as it stands. */
  readonly versions: readonly Content[];
}

type NewMessage = Pick<TelegramMessage, 'chat' | 'from' | 'now'> & Partial<TelegramMessage>;

export const EMPTY: Content = {
  kind: 'text',
  text: '',
  entities: [],
  file: null,
  keyboard: [],
  inside: [],
  source: '',
};

/** People, chats, messages and files. No rules in here. */
export class World {
  readonly users = new Map<number, TelegramUser>();
  readonly chats = new Map<number, TelegramChat>();
  readonly files = new Map<string, TelegramFile>();
  readonly #messages = new Map<number, Map<number, TelegramMessage>>();
  #count = 0;

  constructor() {
    this.addUser({ id: BOT.id, username: BOT.username, firstName: BOT.firstName, bot: true });
  }

  addUser(user: Pick<TelegramUser, 'username' | 'firstName'> & Partial<TelegramUser>): TelegramUser {
    const whole = { id: 100_000 + this.#next(), bot: false, language: 'en', ...user };
    this.users.set(whole.id, whole);
    return whole;
  }

  /** The private chat of this person and the bot has the person's id. */
  privateChat(user: TelegramUser): TelegramChat {
    return (
      this.chats.get(user.id) ??
      this.#addChat({ id: user.id, type: 'private', title: user.firstName, members: [user.id, BOT.id] })
    );
  }

  addGroup(members: readonly TelegramUser[], options: Partial<TelegramChat> = {}): TelegramChat {
    const id = -1_001_000_000_000 - this.#next();
    const ids = [...members.map((member) => member.id), BOT.id];
    return this.#addChat({ id, type: 'supergroup', title: `Group ${-id}`, members: ids, ...options });
  }

  #addChat(
    chat: Pick<TelegramChat, 'id' | 'type' | 'title' | 'members'> & Partial<TelegramChat>,
  ): TelegramChat {
    const whole = { admins: [], forum: false, topics: new Map<number, string>(), closed: false, ...chat };
    this.chats.set(whole.id, whole);
    return whole;
  }

  changeChat(id: number, change: Partial<TelegramChat>): void {
    this.chats.set(id, { ...this.chat(id), ...change });
  }

  /** @throws Refusal */
  chat(id: number): TelegramChat {
    const chat = this.chats.get(id);
    if (chat === undefined) throw unavailable('chat not found');
    return chat;
  }

  user(id: number): TelegramUser {
    const user = this.users.get(id);
    if (user === undefined) throw unavailable('user not found');
    return user;
  }

  addFile(file: Pick<TelegramFile, 'name' | 'mime' | 'content'> & Partial<TelegramFile>): TelegramFile {
    const number = String(this.#next()).padStart(6, '0');
    const whole = { id: `AgACAgDouble${number}`, uniqueId: `AQADouble${number}`, photo: false, ...file };
    this.files.set(whole.id, whole);
    return whole;
  }

  addMessage(message: NewMessage): TelegramMessage {
    const chat = this.#chatMessages(message.chat);
    const whole: TelegramMessage = {
      id: chat.size + 1,
      date: Math.floor(Date.now() / 1_000),
      editDate: null,
      replyTo: null,
      topic: null,
      onlyFor: null,
      deleted: false,
      versions: [message.now],
      ...message,
    };
    chat.set(whole.id, whole);
    return whole;
  }

  /** The message; null when it is not there or was removed. */
  find(chat: number, id: number): TelegramMessage | null {
    const message = this.#chatMessages(chat).get(id);
    return message === undefined || message.deleted ? null : message;
  }

  /** Changes the content, which makes a new version. */
  edit(message: TelegramMessage, now: Content): TelegramMessage {
    const versions = [...message.versions, now];
    return this.#put({ ...message, now, versions, editDate: Math.floor(Date.now() / 1_000) });
  }

  remove(message: TelegramMessage): void {
    this.#put({ ...message, deleted: true });
  }

  /** Everything in the chat, oldest first, removed messages included. */
  messages(chat: number): readonly TelegramMessage[] {
    return [...this.#chatMessages(chat).values()];
  }

  #put(message: TelegramMessage): TelegramMessage {
    this.#chatMessages(message.chat).set(message.id, message);
    return message;
  }

  #chatMessages(chat: number): Map<number, TelegramMessage> {
    const messages = this.#messages.get(chat) ?? new Map<number, TelegramMessage>();
    this.#messages.set(chat, messages);
    return messages;
  }

  #next(): number {
    this.#count++;
    return this.#count;
  }
}
