import type { Addressee, PlatformPort } from '../../../src/delivery/platform-port.ts';
import { SendError } from '../../../src/delivery/send-error.ts';
import type { Pictures } from '../../../src/rendering/pictures/pictures.ts';
import { PACE } from '../limits.ts';
import type { DiscordParts } from '../parts.ts';
import { type Origin, originOf } from '../receive/origin.ts';
import { prepare } from '../receive/prepare.ts';
import type { DiscordPart } from '../render/parts-of-answer.ts';
import { createDiscordRenderer } from '../render/render.ts';
import { findSent } from './find-sent.ts';
import { edit, post, remove } from './send.ts';

/** How answers look in Discord, and how they are sent. */
export function createDiscordPort(parts: DiscordParts, pictures: Pictures): PlatformPort<DiscordPart> {
  const { rest, switchboard } = parts;
  return {
    platform: 'discord',
    limits: (to) => ({
      scope: originOf(to)?.channel ?? to.conversation,
      postEveryMs: PACE.postMs,
      editEveryMs: PACE.editMs,
      // There is nothing to append to.
      appendEveryMs: PACE.editMs,
      holdMs: PACE.holdMs,
      statusEveryMs: PACE.typingMs,
      callTimeoutMs: PACE.callTimeoutMs,
      giveUpAfterMs: PACE.giveUpMs,
    }),
    prepare: (message, signal) => prepare(message, parts, signal),
    renderer(message) {
      const { author, conversation, id } = message;
      const sign = switchboard.buttons.issue({ conversation, message: id, user: author.id });
      // It is awaited with the first buttons.
      sign.catch(() => {});
      return createDiscordRenderer(message, { pictures, sign, canMove: canMove(originOf(message)) });
    },
    post: (to, part, intent, signal) => post(parts, placeOf(to), part, intent, signal),
    async edit(to, ref, part, signal) {
      if (part.kind !== 'text') throw new SendError('gone', 'a file is not edited');
      await edit(parts, originOf(to), ref, part, signal);
    },
    delete: (to, ref, signal) => remove(parts, originOf(to), ref, signal),
    async findSent(to, intent, signal) {
      const { channel, interaction } = placeOf(to);
      // What answers a command is edited into its place, which can be repeated.
      if (interaction !== null && intent.index === 0) return null;
      const place = { channel, self: parts.self.user, nowMs: parts.now() };
      return findSent(rest, switchboard.answers, place, intent, signal);
    },
    async status(to, view, signal) {
      const origin = placeOf(to);
      // A command shows by itself that it is being answered.
      if (origin.interaction !== null || view.phase !== 'waiting') return;
      await rest.post(`/channels/${origin.channel}/typing`, {}, signal);
    },
  };
}

/** Only the main flow of a guild's channel has threads. */
function canMove(origin: Origin | null): boolean {
  if (origin === null || origin.guild === null || origin.inThread) return false;
  return origin.interaction?.inChannel !== false;
}

function placeOf(to: Addressee): Origin {
  const origin = originOf(to);
  if (origin === null) throw new SendError('refused', 'nobody knows where the question was asked');
  return origin;
}
