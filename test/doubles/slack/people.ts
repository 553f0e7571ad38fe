import type { Json } from './call.ts';
import { controlsOf } from './controls.ts';
import type { Delivery } from './delivery.ts';
import { eventOfChange, eventOfRemoval, eventPayload, eventsOfNew } from './events.ts';
import { messageObject } from './methods/message-object.ts';
import { endStream } from './methods/streams.ts';
import type { ResponseUrls } from './response-urls.ts';
import type { WebApiDeps } from './web-api.ts';
import {
  BOT,
  type SlackChannel,
  type SlackFile,
  type SlackMessage,
  type SlackUser,
  TEAM,
} from './workspace.ts';

export interface Writing {
  readonly channel: SlackChannel;
  readonly user: SlackUser;
  readonly text: string;
  readonly thread?: string;
  readonly files?: readonly SlackFile[];
}

/** What people do in the workspace; the app is told of each as Slack tells it. */
export class People {
  readonly #deps: WebApiDeps;
  readonly #delivery: Delivery;
  readonly #urls: ResponseUrls;
  /** The events that a message made, to be sent again. */
  readonly #sent = new Map<string, object[]>();

  constructor(deps: WebApiDeps, delivery: Delivery, urls: ResponseUrls) {
    this.#deps = deps;
    this.#delivery = delivery;
    this.#urls = urls;
  }

  /** Writes; resolves when the app has acknowledged every event of it. */
  async write({ channel, user, text, thread, files = [] }: Writing): Promise<SlackMessage> {
    const { workspace, root } = this.#deps;
    const place = { channel: channel.id, user: user.id, threadTs: thread ?? null };
    const message = workspace.addMessage({ ...place, text, files });
    const payloads = eventsOfNew(workspace, message, root).map((event) => eventPayload(workspace, event));
    this.#sent.set(message.ts, payloads);
    await this.#events(payloads);
    return message;
  }

  async edit({ channel, ts }: Pick<SlackMessage, 'channel' | 'ts'>, text: string): Promise<SlackMessage> {
    const { workspace } = this.#deps;
    const message = this.#standing(channel, ts);
    const now = workspace.change(message, { text, edited: workspace.ts() });
    await this.#events([eventPayload(workspace, eventOfChange(workspace, now, message))]);
    return now;
  }

  async remove({ channel, ts }: Pick<SlackMessage, 'channel' | 'ts'>): Promise<void> {
    const { workspace } = this.#deps;
    const message = this.#standing(channel, ts);
    workspace.change(message, { deleted: true });
    await this.#events([eventPayload(workspace, eventOfRemoval(workspace, message))]);
  }

  /** Sends the events of a message once more, ids and all. */
  async deliverAgain(message: Pick<SlackMessage, 'ts'>): Promise<void> {
    await this.#events(this.#sent.get(message.ts) ?? []);
  }

  /** Any other event, as it is. */
  async event(event: object): Promise<void> {
    await this.#events([eventPayload(this.#deps.workspace, event)]);
  }

  /** Opens the Messages tab of an agent. */
  async openMessages(user: SlackUser, channel: SlackChannel): Promise<void> {
    await this.event({ type: 'app_home_opened', user: user.id, channel: channel.id, tab: 'messages' });
  }

  /** Presses Slack's own stop button of a thread. */
  async stop(channel: SlackChannel, user: SlackUser, thread: string): Promise<void> {
    const streaming = this.#deps.workspace
      .messages(channel.id)
      .filter((message) => message.threadTs === thread && message.streaming)
      .map((message) => {
        endStream(this.#deps, message);
        return message.ts;
      });
    const place = { channel: channel.id, user: user.id, thread_ts: thread };
    await this.event({ type: 'agent_session_stopped', ...place, streaming_message_ts: streaming });
  }

  /** Types a command into a channel: `/name text`. */
  async command(channel: SlackChannel, user: SlackUser, line: string): Promise<unknown> {
    const [command = '', ...words] = line.split(' ');
    const payload = {
      token: 'double-verification-token',
      team_id: TEAM,
      team_domain: 'double',
      channel_id: channel.id,
      channel_name: channel.kind === 'im' ? 'directmessage' : channel.name,
      user_id: user.id,
      user_name: user.name,
      command,
      text: words.join(' '),
      api_app_id: BOT.app,
      is_enterprise_install: 'false',
      response_url: this.#urls.issue(channel.id, user.id, null, null),
      trigger_id: this.#trigger(),
    };
    const answered = (await this.#delivery.send({ type: 'slash_commands', payload })).payload;
    this.#showAnswer(channel, user, answered);
    return answered;
  }

  /** Presses, or chooses, what carries this label; throws when nothing does. */
  async press(message: SlackMessage, label: RegExp | string, user: SlackUser): Promise<void> {
    const controls = controlsOf(message);
    const control = controls.find((one) =>
      typeof label === 'string' ? one.label === label : label.test(one.label),
    );
    if (control === undefined)
      throw new Error(`no ${label} among ${controls.map((one) => one.label).join(', ')}`);
    await this.act(message, control.action, user);
  }

  /** Any action on a message, also one that its blocks do not have: a forged one. */
  async act(message: SlackMessage, action: Json, user: SlackUser): Promise<void> {
    const { channel, ts, threadTs, onlyFor } = message;
    const payload = {
      type: 'block_actions',
      ...this.#person(user),
      container: { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: onlyFor !== null },
      trigger_id: this.#trigger(),
      channel: { id: channel, name: this.#deps.workspace.channel(channel).name },
      message: messageObject(message),
      state: { values: {} },
      response_url: this.#urls.issue(channel, user.id, ts, threadTs),
      actions: [action],
    };
    await this.#delivery.send({ type: 'interactive', payload });
  }

  /** Sends a modal; resolves to the acknowledgement, which may name errors. */
  async submit(view: string, user: SlackUser, values: Json): Promise<unknown> {
    const open = this.#deps.opened.find(({ id }) => id === view);
    if (open === undefined) throw new Error(`no view ${view}`);
    const whole = { id: view, hash: '1', ...open.view, state: { values } };
    const payload = {
      type: 'view_submission',
      ...this.#person(user),
      trigger_id: this.#trigger(),
      view: whole,
    };
    return (await this.#delivery.send({ type: 'interactive', payload })).payload;
  }

  /** As it stands now: it may have got replies since. */
  #standing(channel: string, ts: string): SlackMessage {
    const message = this.#deps.workspace.find(channel, ts);
    if (message === null) throw new Error(`no message ${ts}`);
    return message;
  }

  #person(user: SlackUser): object {
    return {
      user: { id: user.id, username: user.name, name: user.name, team_id: TEAM },
      api_app_id: BOT.app,
      token: 'double-verification-token',
      team: { id: TEAM, domain: 'double' },
      is_enterprise_install: false,
      enterprise: null,
    };
  }

  #trigger(): string {
    const id = `${Date.now()}.${this.#deps.workspace.id('TR')}`;
    this.#deps.triggers.set(id, performance.now());
    return id;
  }

  /** An acknowledgement of a command may carry its answer. */
  #showAnswer(channel: SlackChannel, user: SlackUser, answered: unknown): void {
    const { text, blocks = [], response_type: type } = (answered ?? {}) as Record<string, unknown>;
    if (typeof text !== 'string' && (blocks as unknown[]).length === 0) return;
    this.#deps.workspace.addMessage({
      channel: channel.id,
      user: BOT.user,
      text: String(text ?? ''),
      blocks: blocks as Json[],
      onlyFor: type === 'in_channel' ? null : user.id,
    });
  }

  async #events(payloads: readonly object[]): Promise<void> {
    await Promise.all(payloads.map((payload) => this.#delivery.send({ type: 'events_api', payload })));
  }
}
