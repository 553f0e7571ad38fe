import { createHash } from 'node:crypto';
import type { types } from '@slack/bolt';
import type { Picture } from '../../../src/rendering/pictures/picture.ts';
import { serialise } from '../../../src/rendering/serialise.ts';
import { split } from '../../../src/rendering/split.ts';
import type { Block } from '../../../src/rendering/types.ts';
import { finalDialect } from './dialect.ts';
import type { UploadPart } from './parts-of-answer.ts';
import { tableCharacters } from './table-block.ts';

/** What stands in one message, in order: Markdown, and one native table at most. */
export type Run =
  | {
      readonly type: 'blocks';
      readonly blocks: readonly Block[];
      /** The same as a stream shows it, as it came: what was shown of it cannot be taken back. */
      readonly streamed: readonly Block[];
    }
  | { readonly type: 'table'; readonly table: types.TableBlock; readonly streamed: readonly Block[] };

export interface TextDraft {
  readonly type: 'text';
  readonly runs: readonly Run[];
}

export interface UploadDraft {
  readonly type: 'upload';
  readonly upload: UploadPart;
}

export type Draft = TextDraft | UploadDraft;

/**
 * The text of one message. Of 12,000 characters and 13,200 with everything (limits.ts), receipt, buttons and what
 * each further block takes have their share.
 */
export const PART_CHARACTERS = 10_500;
/** With less room than this a new message is begun. */
const WORTH_FILLING = 400;

/** Fills messages with an answer from the top. What is once in a message stays there. */
export function createBuilder() {
  const done: Draft[] = [];
  let runs: Run[] = [];
  let size = 0;

  function close(): void {
    if (runs.length > 0) done.push({ type: 'text', runs });
    runs = [];
    size = 0;
  }

  function put(blocks: readonly Block[], streamed: readonly Block[]): void {
    const last = runs.at(-1);
    if (last?.type === 'blocks') {
      runs[runs.length - 1] = {
        type: 'blocks',
        blocks: [...last.blocks, ...blocks],
        streamed: [...last.streamed, ...streamed],
      };
    } else runs.push({ type: 'blocks', blocks, streamed });
    size = sizeOf(runs);
  }

  return {
    addBlocks(blocks: readonly Block[], streamed: readonly Block[] = blocks): void {
      const room = PART_CHARACTERS - size;
      if (room < WORTH_FILLING && measure(blocks) > room) close();
      const firstLimit = PART_CHARACTERS - size;
      const groups = split(blocks, { measure, limit: PART_CHARACTERS, firstLimit });
      for (const [index, group] of groups.entries()) {
        if (index > 0) close();
        put(group, groups.length === 1 ? streamed : group);
      }
    },
    /** False: it has to be shown as text, since the message has a table already. */
    addTable(table: types.TableBlock, streamed: Block): boolean {
      if (runs.some(({ type }) => type === 'table')) return false;
      if (size + tableCharacters(table) > PART_CHARACTERS) close();
      runs.push({ type: 'table', table, streamed: [streamed] });
      size = sizeOf(runs);
      return true;
    },
    addUpload(upload: UploadPart): void {
      close();
      done.push({ type: 'upload', upload });
    },
    /** All so far; `open` is put into the last message as far as it has room, for the moment only. */
    drafts(open: readonly Block[] = [], streamed = (shown: readonly Block[]) => shown): Draft[] {
      const [shown] =
        open.length === 0
          ? []
          : split(open, { measure, limit: PART_CHARACTERS, firstLimit: Math.max(1, PART_CHARACTERS - size) });
      const last: Run[] =
        shown === undefined ? runs : [...runs, { type: 'blocks', blocks: shown, streamed: streamed(shown) }];
      return last.length === 0 ? [...done] : [...done, { type: 'text', runs: last }];
    },
  };
}

function measure(blocks: readonly Block[]): number {
  // Two line breaks to what stands before.
  return serialise(blocks, finalDialect).length + 2;
}

function sizeOf(runs: readonly Run[]): number {
  return runs.reduce(
    (sum, run) => sum + (run.type === 'table' ? tableCharacters(run.table) : measure(run.blocks)),
    0,
  );
}

export function fileUpload(name: string, text: string): UploadPart {
  return upload('file', name, Buffer.from(text, 'utf8'), null);
}

export function pictureUpload({ name, png, alt }: Picture): UploadPart {
  return upload('picture', name, png, alt);
}

function upload(kind: UploadPart['kind'], name: string, bytes: Uint8Array, alt: string | null): UploadPart {
  const key = `${kind} ${name} ${createHash('sha256').update(bytes).digest('base64url')}`;
  return { kind, key, name, bytes, alt, editable: false, settled: true };
}
