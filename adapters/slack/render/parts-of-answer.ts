import type { types } from '@slack/bolt';
import type { Part } from '../../../src/delivery/platform-port.ts';

export type SlackBlock = types.KnownBlock;

/** A message of text and native blocks. */
export interface TextPart extends Part {
  readonly kind: 'text';
  /** The whole message, as it is posted or edited. */
  readonly blocks: readonly SlackBlock[];
  /** For notifications and screen readers. */
  readonly text: string;
  /** All words of it without marks, should Slack not take the blocks. */
  readonly plain: string;
  /** The same as Markdown that only ever grows, for a stream. */
  readonly live: string;
  /** What a stream shows can no longer become this message: it goes on by edits. */
  readonly isAstray: boolean;
  /** Steps of a plan, for a stream; in `blocks`, too. */
  readonly tasks: readonly Task[];
  /** What stands below the text in the final form. */
  readonly footer: readonly SlackBlock[];
  /** A stream whose text is `live` looks like `blocks` once `footer` is put under it. */
  readonly streamable: boolean;
}

export interface Task {
  readonly id: string;
  readonly title: string;
  readonly status: 'in_progress' | 'complete' | 'error';
}

/** A file or picture, which goes up by itself. */
export interface UploadPart extends Part {
  readonly kind: 'file' | 'picture';
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly alt: string | null;
}

export type SlackPart = TextPart | UploadPart;
