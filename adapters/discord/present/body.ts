import type { RawFile } from 'discord.js';
import { MessageFlags } from 'discord.js';
import type { Sent } from '../client/rest.ts';
import { LIMITS } from '../limits.ts';
import type { DiscordPart, TextPart, UploadedFile } from '../render/parts-of-answer.ts';

/** Nobody is called, whatever a text says; Discord's default is everybody. */
export const NOBODY = { parse: [], replied_user: false } as const;

/** The call that shows a part, as it is posted or edited: what the message had before is replaced by it. */
export function sentOf(part: DiscordPart): Required<Pick<Sent, 'body' | 'files'>> & { body: object } {
  const uploads = part.kind === 'file' ? [part.file] : part.files;
  return {
    body: {
      ...(part.kind === 'text' && { content: '', embeds: part.embeds, components: part.components }),
      ...described(uploads),
      allowed_mentions: NOBODY,
    },
    files: uploads.map(toRaw),
  };
}

/** The same without embeds, where Discord does not take them: a beginning, and all of it as a file. */
export function plainSentOf(part: TextPart): ReturnType<typeof sentOf> {
  const { contentCharacters } = LIMITS;
  const isWhole = part.plain.length <= contentCharacters;
  const content = isWhole ? part.plain || '…' : `${part.plain.slice(0, contentCharacters - 1)}…`;
  const uploads = [...part.files];
  if (!isWhole) uploads.push({ name: 'answer.txt', bytes: Buffer.from(part.plain, 'utf8'), alt: null });
  return {
    body: {
      content,
      embeds: [],
      components: part.components,
      ...described(uploads),
      allowed_mentions: NOBODY,
      // There are no embeds of ours, so no link gets a preview.
      flags: MessageFlags.SuppressEmbeds,
    },
    files: uploads.map(toRaw),
  };
}

/** Without this list, an edit would keep the files that were there. */
function described(uploads: readonly UploadedFile[]) {
  const attachments = uploads.map(({ alt, name }, index) => ({
    id: String(index),
    filename: name,
    ...(alt !== null && alt !== '' && { description: alt }),
  }));
  return { attachments };
}

function toRaw({ bytes, name }: UploadedFile): RawFile {
  return { name, data: Buffer.from(bytes) };
}
