import {
  type APIModalInteractionResponseCallbackData,
  InteractionResponseType,
  MessageFlags,
} from 'discord.js';
import { persist } from '../client/persist.ts';
import type { Rest } from '../client/rest.ts';
import { NOBODY } from '../present/body.ts';
import { noticeEmbeds } from '../present/notice.ts';
import type { InteractionReference } from '../receive/origin.ts';

/** Answers to one interaction; the first of them has to come within three seconds. */
export interface Respond {
  /** “Thinking…”, for everybody or for the person alone. */
  defer(ephemeral: boolean): Promise<void>;
  /** Takes note of a press; nothing is shown. */
  acknowledge(): Promise<void>;
  modal(modal: APIModalInteractionResponseCallbackData): Promise<void>;
  suggest(choices: readonly { readonly name: string; readonly value: string }[]): Promise<void>;
  /** In place of “thinking…”, in Markdown. */
  instead(markdown: string): Promise<void>;
  /** To the person alone; after `defer` or `acknowledge`. */
  whisper(markdown: string): Promise<void>;
  /** Takes “thinking…” away again. */
  withdraw(): Promise<void>;
}

export function createRespond(rest: Rest, { application, id, token }: InteractionReference): Respond {
  const first = async (type: InteractionResponseType, data?: object): Promise<void> => {
    const body = { type, ...(data && { data }) };
    await rest.post(`/interactions/${id}/${token}/callback`, { body, auth: false });
  };
  const webhook = `/webhooks/${application}/${token}` as const;
  const followUp = async (embeds: object): Promise<void> => {
    const body = { embeds, flags: MessageFlags.Ephemeral, allowed_mentions: NOBODY };
    await persist(() => rest.post(webhook, { body, auth: false }));
  };
  return {
    defer: (ephemeral) =>
      first(
        InteractionResponseType.DeferredChannelMessageWithSource,
        ephemeral ? { flags: MessageFlags.Ephemeral } : undefined,
      ),
    acknowledge: () => first(InteractionResponseType.DeferredMessageUpdate),
    modal: (modal) => first(InteractionResponseType.Modal, modal),
    suggest: (choices) => first(InteractionResponseType.ApplicationCommandAutocompleteResult, { choices }),
    async instead(markdown) {
      const [embeds = [], ...others] = noticeEmbeds(markdown);
      const body = { embeds, allowed_mentions: NOBODY };
      await persist(() => rest.patch(`${webhook}/messages/@original`, { body, auth: false }));
      for (const more of others) await followUp(more);
    },
    async whisper(markdown) {
      for (const embeds of noticeEmbeds(markdown)) await followUp(embeds);
    },
    async withdraw() {
      await persist(() => rest.delete(`${webhook}/messages/@original`, { auth: false }));
    },
  };
}
