import { MessageFlags } from 'discord.js';
import { persist } from '../client/persist.ts';
import type { Rest } from '../client/rest.ts';
import { NOBODY } from './body.ts';
import { noticeEmbeds } from './notice.ts';

/**
 * Tells somebody something under their message, or just in a channel. Only interactions can be told to one person
 * alone.
 */
export async function reply(
  rest: Rest,
  { channel, id }: { readonly channel: string; readonly id: string | null },
  markdown: string,
): Promise<void> {
  for (const [index, embeds] of noticeEmbeds(markdown).entries()) {
    const reference = { message_id: id, fail_if_not_exists: false };
    const body = {
      embeds,
      allowed_mentions: NOBODY,
      flags: MessageFlags.SuppressNotifications,
      ...(index === 0 && id !== null && { message_reference: reference }),
    };
    await persist(() => rest.post(`/channels/${channel}/messages`, { body }));
  }
}
