import type { Json } from './call.ts';
import { detectEntities } from './formatting/text.ts';
import { chatObject, EPHEMERAL_FROM, messageObject, userObject } from './message-object.ts';
import { commandsFor } from './methods/commands.ts';
import type { MethodDeps } from './methods/method.ts';
import { isDelivered } from './privacy.ts';
import type { Update } from './updates.ts';
import {
  BOT,
  EMPTY,
  type TelegramChat,
  type TelegramFile,
  type TelegramMessage,
  type TelegramUser,
} from './world.ts';

export interface Writing {
  readonly chat: TelegramChat;
  readonly user: TelegramUser;
  readonly text: string;
  readonly topic?: number;
  readonly replyTo?: number;
  /** The text is then its caption. */
  readonly file?: TelegramFile;
}

type Place = Pick<TelegramMessage, 'chat' | 'id'>;

/** What people do in their chats; the bot is told of each as Telegram tells it. */
export class People {
  readonly #deps: MethodDeps;
  /** The last update of each message, to be sent again. */
  readonly #sent = new Map<string, Update>();
  #presses = 0;

  constructor(deps: MethodDeps) {
    this.#deps = deps;
  }

  /** Writes; resolves when the bot has confirmed the update, and at once when it is not told. */
  async write(writing: Writing): Promise<TelegramMessage> {
    const { world, touched } = this.#deps;
    const { chat, user, text, topic = null, replyTo = null, file = null } = writing;
    const now = { ...EMPTY, kind: file === null ? ('text' as const) : ('file' as const), text, file };
    const content = { ...now, entities: detectEntities(text), source: text };
    const whisper = file === null && this.#isEphemeral(chat, user, text);
    const own = whisper ? { id: EPHEMERAL_FROM + world.messages(chat.id).length, onlyFor: user.id } : {};
    const message = world.addMessage({ chat: chat.id, from: user.id, topic, replyTo, now: content, ...own });
    if (whisper) touched.set(`${chat.id} ${user.id}`, performance.now());
    await this.#tell('message', message);
    return message;
  }

  /** Changes what was written; the bot hears of it even when nothing that it reads has changed. */
  async edit(place: Place, text: string): Promise<TelegramMessage> {
    const message = this.#standing(place);
    const content = { ...message.now, text, entities: detectEntities(text), source: text };
    const now = this.#deps.world.edit(message, content);
    await this.#tell('edited_message', now);
    return now;
  }

  /** Removes any message. Telegram tells bots nothing of it. */
  remove(place: Place): void {
    this.#deps.world.remove(this.#standing(place));
  }

  /** Sends the last update of a message once more, its id and all. */
  async deliverAgain({ chat, id }: Place): Promise<void> {
    const update = this.#sent.get(`${chat} ${id}`);
    if (update !== undefined) await this.#deps.updates.repeat(update, `chat ${chat}`);
  }

  /** Presses what carries this label; throws when nothing does. Resolves when the bot has confirmed the update. */
  async press(place: Place, label: RegExp | string, user: TelegramUser): Promise<string> {
    const { keyboard, inside } = this.#standing(place).now;
    const buttons = [...keyboard.flat(), ...inside];
    const button = buttons.find(({ text }) =>
      typeof label === 'string' ? text === label : label.test(text),
    );
    if (button === undefined)
      throw new Error(`no ${label} among ${buttons.map(({ text }) => text).join(', ')}`);
    if (button.data === null) throw new Error(`${button.text} opens something: the bot hears nothing`);
    return this.act(place, button.data, user);
  }

  /** Sends any callback data, also such that no button has: clients can be made to. Resolves to the query's id. */
  async act(place: Place, data: string, user: TelegramUser): Promise<string> {
    const { world, updates, callbacks, touched } = this.#deps;
    const message = this.#standing(place);
    this.#presses++;
    const id = `4${String(this.#presses).padStart(17, '0')}`;
    const at = performance.now();
    const query = {
      id,
      user: user.id,
      chat: message.chat,
      message: message.id,
      at,
      answered: false,
      text: null,
    };
    callbacks.set(id, query);
    touched.set(`${message.chat} ${user.id}`, at);
    const content = {
      id,
      from: userObject(user),
      message: messageObject(world, message),
      chat_instance: String(message.chat),
      data,
    };
    await updates.push('callback_query', content, `user ${user.id}`).confirmed;
    return id;
  }

  /** Presses Telegram's own stop button of the draft that is shown; throws when it has none. */
  async stopDraft(chat: TelegramChat, topic: number | null = null): Promise<void> {
    const { drafts, updates } = this.#deps;
    const draft = drafts.shown(chat.id, topic);
    if (draft === null) throw new Error('no draft is shown');
    if (!draft.canStop) throw new Error('the draft cannot be stopped');
    drafts.end(chat.id, topic, 'stopped');
    const thread = topic === null ? {} : { message_thread_id: topic };
    const content = { chat: chatObject(chat), ...thread, draft_id: draft.id };
    await updates.push('stopped_message_generation', content, `chat ${chat.id}`).confirmed;
  }

  /** Blocks the bot, or removes it from the group; it is told, and may write no more. */
  async close(chat: TelegramChat, user: TelegramUser): Promise<void> {
    const { world, updates } = this.#deps;
    world.changeChat(chat.id, { closed: true });
    const bot = userObject(world.user(BOT.id));
    const content = {
      chat: chatObject(chat),
      from: userObject(user),
      date: Math.floor(Date.now() / 1_000),
      old_chat_member: { status: 'member', user: bot },
      new_chat_member: { status: 'kicked', user: bot, until_date: 0 },
    };
    await updates.push('my_chat_member', content, `chat ${chat.id}`).confirmed;
  }

  /** Any other update, as it is. */
  async update(type: string, content: Json): Promise<void> {
    await this.#deps.updates.push(type, content, 'others').confirmed;
  }

  /** A command whose list says so is seen by nobody but the bot. */
  #isEphemeral(chat: TelegramChat, user: TelegramUser, text: string): boolean {
    const { behaviour, commandLists } = this.#deps;
    if (chat.type === 'private' || !behaviour().ephemeral) return false;
    const name = /^\/(\w+)(?:@(\w+))?/.exec(text);
    if (name === null || (name[2] !== undefined && name[2] !== BOT.username)) return false;
    return commandsFor(commandLists, chat, user).some(
      (one) => one.command === name[1] && one.is_ephemeral === true,
    );
  }

  #standing({ chat, id }: Place): TelegramMessage {
    const message = this.#deps.world.find(chat, id);
    if (message === null) throw new Error(`no message ${id} in ${chat}`);
    return message;
  }

  async #tell(type: 'message' | 'edited_message', message: TelegramMessage): Promise<void> {
    const { world, updates, behaviour } = this.#deps;
    if (!isDelivered(world, message, behaviour())) return;
    const { update, confirmed } = updates.push(type, messageObject(world, message), `chat ${message.chat}`);
    this.#sent.set(`${message.chat} ${message.id}`, update);
    await confirmed;
  }
}
