import type { Events } from './events.ts';
import { mentionsIn } from './rest/draft.ts';
import type { DiscordChannel, DiscordFile, DiscordMessage, DiscordUser, Workspace } from './workspace.ts';

export interface Writing {
  readonly channel: Pick<DiscordChannel, 'id'>;
  readonly user: DiscordUser;
  readonly text: string;
  /** The message that it replies to, whose author is mentioned by it. */
  readonly repliesTo?: DiscordMessage;
  readonly files?: readonly Omit<DiscordFile, 'id'>[];
}

type Place = Pick<DiscordMessage, 'channel' | 'id'>;

/** What people write in Discord; the bot is told of it as the gateway tells it. */
export class People {
  readonly #workspace: Workspace;
  readonly #events: Events;

  constructor(workspace: Workspace, events: Events) {
    this.#workspace = workspace;
    this.#events = events;
  }

  write({ channel, user, text, repliesTo, files = [] }: Writing): DiscordMessage {
    const workspace = this.#workspace;
    const replied = repliesTo === undefined ? [] : [repliesTo.author];
    const message = workspace.addMessage({
      channel: channel.id,
      author: user.id,
      content: text,
      repliesTo: repliesTo?.id ?? null,
      mentions: [...new Set([...mentionsIn(workspace, text), ...replied])],
      files: files.map((file) => ({ ...file, id: workspace.id() })),
    });
    this.#events.created(message);
    return message;
  }

  edit(place: Place, text: string): DiscordMessage {
    const workspace = this.#workspace;
    const change = { content: text, mentions: mentionsIn(workspace, text), editedAt: workspace.clock.now() };
    const now = workspace.change(this.#standing(place), change);
    this.#events.updated(now);
    return now;
  }

  /** Discord itself changes a message, as when it has found what a link leads to. */
  touch(place: Place): void {
    this.#events.updated(this.#standing(place));
  }

  remove(place: Place): void {
    const message = this.#standing(place);
    this.#workspace.change(message, { deleted: true });
    this.#events.deleted(message);
  }

  /** Tells of a message once more, as a RESUME may. */
  deliverAgain(place: Place): void {
    this.#events.created(this.#standing(place));
  }

  #standing({ channel, id }: Place): DiscordMessage {
    const message = this.#workspace.find(channel, id);
    if (message === null) throw new Error(`no message ${id}`);
    return message;
  }
}
