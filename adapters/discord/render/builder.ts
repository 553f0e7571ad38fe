import type { Picture } from '../../../src/rendering/pictures/picture.ts';
import { serialise } from '../../../src/rendering/serialise.ts';
import { split } from '../../../src/rendering/split.ts';
import type { Block } from '../../../src/rendering/types.ts';
import { LIMITS } from '../limits.ts';
import { discordDialect } from './dialect.ts';

/** What stands in one message, in order. */
export type Run =
  | { readonly type: 'blocks'; readonly blocks: readonly Block[] }
  | { readonly type: 'picture'; readonly picture: Picture };

export type Draft =
  | { readonly type: 'text'; readonly runs: readonly Run[] }
  | { readonly type: 'file'; readonly name: string; readonly text: string };

/**
 * The text of one message, be it in one embed or, around pictures, in several. Of the 4,096 characters of an embed and
 * the 6,000 of a message, title, plan, errors and receipt have their share.
 */
export const PART_CHARACTERS = 3_900;
/** With less room than this a new message is begun. */
const WORTH_FILLING = 300;
/** Each picture may need an embed of its own, and the text behind it another one. */
const PICTURES_OF_MESSAGE = Math.floor(LIMITS.embeds / 2);

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

  function put(blocks: readonly Block[]): void {
    if (blocks.length === 0) return;
    const last = runs.at(-1);
    if (last?.type === 'blocks')
      runs = [...runs.slice(0, -1), { type: 'blocks', blocks: [...last.blocks, ...blocks] }];
    else runs = [...runs, { type: 'blocks', blocks }];
    size = sizeOf(runs);
  }

  return {
    addBlocks(blocks: readonly Block[]): void {
      const room = PART_CHARACTERS - size;
      if (room < WORTH_FILLING && measure(blocks) > room) close();
      const firstLimit = PART_CHARACTERS - size;
      for (const [index, group] of split(blocks, { measure, limit: PART_CHARACTERS, firstLimit }).entries()) {
        if (index > 0) close();
        put(group);
      }
    },
    addPicture(picture: Picture): void {
      if (runs.filter(({ type }) => type === 'picture').length >= PICTURES_OF_MESSAGE) close();
      runs = [...runs, { type: 'picture', picture }];
    },
    addFile(name: string, text: string): void {
      close();
      done.push({ type: 'file', name, text });
    },
    /** All so far; `open` is put into the last message as far as it has room, for the moment only. */
    drafts(open: readonly Block[] = []): Draft[] {
      const [shown = []] =
        open.length === 0
          ? []
          : split(open, { measure, limit: PART_CHARACTERS, firstLimit: Math.max(1, PART_CHARACTERS - size) });
      const last: Run[] = shown.length === 0 ? runs : [...runs, { type: 'blocks', blocks: shown }];
      return last.length === 0 ? [...done] : [...done, { type: 'text', runs: last }];
    },
  };
}

function measure(blocks: readonly Block[]): number {
  // Two line breaks to what stands before.
  return serialise(blocks, discordDialect).length + 2;
}

function sizeOf(runs: readonly Run[]): number {
  return runs.reduce((sum, run) => sum + (run.type === 'blocks' ? measure(run.blocks) : 0), 0);
}
