import type { APIActionRowComponent, APIComponentInMessageActionRow, APIEmbed } from 'discord.js';
import type { Part } from '../../../src/delivery/platform-port.ts';

export type Row = APIActionRowComponent<APIComponentInMessageActionRow>;

export interface UploadedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly alt: string | null;
}

/** A message of embeds. */
export interface TextPart extends Part {
  readonly kind: 'text';
  readonly embeds: readonly APIEmbed[];
  readonly components: readonly Row[];
  /** Pictures that the embeds show as `attachment://NAME`. */
  readonly files: readonly UploadedFile[];
  /** All words without marks, should Discord not take the embeds. */
  readonly plain: string;
}

/** A file of its own, such as long code. */
export interface FilePart extends Part {
  readonly kind: 'file';
  readonly file: UploadedFile;
}

export type DiscordPart = TextPart | FilePart;
