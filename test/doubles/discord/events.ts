import type { Gateway } from './gateway/gateway.ts';
import { INTENTS } from './gateway/intents.ts';
import type { Session } from './gateway/session.ts';
import { gatewayMessage } from './objects/message.ts';
import { channelObject } from './objects/places.ts';
import type { DiscordChannel, DiscordMessage, Workspace } from './workspace.ts';

/** Tells the bot what happens, as far as its intents go. */
export class Events {
  readonly #gateway: Gateway;
  readonly #workspace: Workspace;
  readonly #root: string;

  constructor(gateway: Gateway, workspace: Workspace, root: string) {
    this.#gateway = gateway;
    this.#workspace = workspace;
    this.#root = root;
  }

  created(message: DiscordMessage): void {
    this.#message('MESSAGE_CREATE', message);
  }

  updated(message: DiscordMessage): void {
    this.#message('MESSAGE_UPDATE', message);
  }

  /** Tells ids only. */
  deleted({ id, channel }: DiscordMessage): void {
    const { guild } = this.#workspace.channel(channel);
    const d = () => ({ id, channel_id: channel, ...(guild !== null && { guild_id: guild }) });
    this.#gateway.send({ t: 'MESSAGE_DELETE', guild, intent: messageIntent(guild), d });
  }

  channel(t: `${'CHANNEL' | 'THREAD'}_${'CREATE' | 'UPDATE' | 'DELETE'}`, channel: DiscordChannel): void {
    // Bots are told of a direct channel only by its first message.
    if (channel.kind === 'direct') return;
    const d = () => channelObject(this.#workspace, channel);
    this.#gateway.send({ t, guild: channel.guild, intent: INTENTS.guilds, d });
  }

  interaction(guild: string | null, d: object): void {
    this.#gateway.send({ t: 'INTERACTION_CREATE', guild, intent: 0, d: () => d });
  }

  #message(t: string, message: DiscordMessage): void {
    // Nobody but its reader is told of an ephemeral message.
    if (message.onlyFor !== null) return;
    const { guild } = this.#workspace.channel(message.channel);
    const view = { workspace: this.#workspace, root: this.#root };
    const d = (session: Session) =>
      gatewayMessage({ ...view, content: session.has(INTENTS.messageContent) }, message);
    this.#gateway.send({ t, guild, intent: messageIntent(guild), d });
  }
}

const messageIntent = (guild: string | null): number =>
  guild === null ? INTENTS.directMessages : INTENTS.guildMessages;
