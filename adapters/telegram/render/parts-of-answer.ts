import type { Part } from '../../../src/delivery/platform-port.ts';

/** What a text is sent as. */
export type Level = 'rich' | 'html';

export interface Button {
  readonly text: string;
  /** At most 64 bytes. */
  readonly callback_data: string;
}

/** One message of text. */
export interface TextPart extends Part {
  readonly kind: 'text';
  readonly level: Level;
  /** In the dialect of its level. */
  readonly content: string;
  /** The same words without marks, should Telegram not parse the HTML. */
  readonly plain: string;
  readonly rtl: boolean;
  readonly keyboard: readonly (readonly Button[])[];
  /** This answer cannot go as rich messages: it is rendered anew as HTML. */
  readonly degrade: () => void;
}

/** A file or picture, which goes up by itself. */
export interface UploadPart extends Part {
  readonly kind: 'file' | 'picture';
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly alt: string | null;
}

export type TelegramPart = TextPart | UploadPart;
