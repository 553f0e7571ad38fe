import { PermissionFlagsBits } from 'discord.js';
import type { DiscordParts } from '../parts.ts';
import { isRecord, type Json, stringOf } from '../payload.ts';
import type { Place } from '../receive/addressing.ts';
import { nameOf } from '../receive/events.ts';
import type { InteractionReference } from '../receive/origin.ts';

/** A command, a press or a form, with who did it and where. */
export interface Interaction {
  readonly reference: InteractionReference;
  readonly place: Place;
  readonly isThread: boolean;
  readonly user: string;
  readonly name: string;
  /** Discord says that the user runs the guild. */
  readonly platformAdmin: boolean;
  readonly locale: string | null;
  readonly data: Json;
  /** The message that a control stands under. */
  readonly message: Json | null;
}

const RUNS_GUILD = PermissionFlagsBits.Administrator | PermissionFlagsBits.ManageGuild;
const WRITES = PermissionFlagsBits.ViewChannel | PermissionFlagsBits.SendMessages;
const BOT_DM = 1;
const THREAD_TYPES = new Set([10, 11, 12]);

/** Reads what INTERACTION_CREATE brings; null when it is not whole. */
export function readInteraction(
  d: Json,
  { places, self }: Pick<DiscordParts, 'places' | 'self'>,
): Interaction | null {
  const id = stringOf(d.id);
  const token = stringOf(d.token);
  const channelObject = isRecord(d.channel) ? d.channel : {};
  const channel = stringOf(d.channel_id) ?? stringOf(channelObject.id);
  const member = isRecord(d.member) ? d.member : null;
  const person = member !== null && isRecord(member.user) ? member.user : d.user;
  if (id === null || token === null || channel === null || !isRecord(person)) return null;
  const user = stringOf(person.id);
  if (user === null) return null;
  const guild = stringOf(d.guild_id);
  const permissions = bits(d.app_permissions);
  const inGuild =
    guild !== null && places.hasGuild(guild) && (permissions === null || (permissions & WRITES) === WRITES);
  const inDirect = guild === null && (d.context === undefined || d.context === null || d.context === BOT_DM);
  return {
    reference: {
      id,
      token,
      application: stringOf(d.application_id) ?? self.application,
      inChannel: inGuild || inDirect,
    },
    place: { channel, guild },
    isThread: THREAD_TYPES.has(Number(channelObject.type)),
    user,
    name: nameOf(person, member) ?? user,
    platformAdmin: ((bits(member?.permissions) ?? 0n) & RUNS_GUILD) !== 0n,
    locale: stringOf(d.locale),
    data: isRecord(d.data) ? d.data : {},
    message: isRecord(d.message) ? d.message : null,
  };
}

function bits(value: unknown): bigint | null {
  return typeof value === 'string' && /^\d+$/.test(value) ? BigInt(value) : null;
}
