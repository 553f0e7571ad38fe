import { createHash } from 'node:crypto';
import type { Nodes } from 'mdast';
import type { Picture } from '../../../src/rendering/pictures/picture.ts';
import { serialise } from '../../../src/rendering/serialise.ts';
import { split } from '../../../src/rendering/split.ts';
import type { Block } from '../../../src/rendering/types.ts';
import { LIMITS } from '../limits.ts';
import { htmlDialect } from './html.ts';
import type { Level, UploadPart } from './parts-of-answer.ts';
import { richDialect } from './rich.ts';
import { visibleLength } from './visible.ts';

export interface TextDraft {
  readonly type: 'text';
  readonly blocks: readonly Block[];
}

export type Draft = TextDraft | { readonly type: 'upload'; readonly upload: UploadPart };

/** What the receipt, an error and the steps of a plan may take of a message. */
const FOOTER_CHARACTERS = 600;
const FOOTER_BLOCKS = 10;

const ROOM: Readonly<Record<Level, number>> = {
  // A rich message may be read with its marks or without: with them it is longer, so that either way it fits.
  rich: LIMITS.richCharacters - FOOTER_CHARACTERS - 1_500,
  html: LIMITS.textCharacters - FOOTER_CHARACTERS,
};
/** With less room than this a new message is begun. */
const WORTH_FILLING = 300;

export function serialised(blocks: readonly Block[], level: Level): string {
  return serialise(blocks, level === 'rich' ? richDialect : htmlDialect);
}

/** The length of a message in the unit of its limit; of a rich one, whichever of its limits is nearer. */
export function measureOf(level: Level): (blocks: readonly Block[]) => number {
  if (level === 'html') return (blocks) => visibleLength(serialised(blocks, level)) + 2;
  const perBlock = ROOM.rich / (LIMITS.richBlocks - FOOTER_BLOCKS);
  return (blocks) => {
    const length = serialised(blocks, level).length + 2;
    return Math.max(length, Math.ceil(countBlocks(blocks) * perBlock));
  };
}

/** Blocks of all levels: items and rows count. */
function countBlocks(nodes: readonly Nodes[]): number {
  return nodes.reduce((sum, node) => {
    const own = INLINE_PARENTS.has(node.type) ? 1 : 0;
    if (own > 0 || !('children' in node)) return sum + 1;
    return sum + 1 + countBlocks(node.children as Nodes[]);
  }, 0);
}

/** What is inside of these is within a line. */
const INLINE_PARENTS = new Set(['paragraph', 'heading', 'tableRow']);

/** Fills messages with an answer from the top. What is once in a message stays there. */
export function createBuilder(level: Level) {
  const room = ROOM[level];
  const measure = measureOf(level);
  const done: Draft[] = [];
  let current: Block[] = [];
  let size = 0;

  function close(): void {
    if (current.length > 0) done.push({ type: 'text', blocks: current });
    current = [];
    size = 0;
  }

  return {
    addBlocks(blocks: readonly Block[]): void {
      if (blocks.length === 0) return;
      if (room - size < WORTH_FILLING && measure(blocks) > room - size) close();
      const groups = split(blocks, { measure, limit: room, firstLimit: Math.max(1, room - size) });
      for (const [index, group] of groups.entries()) {
        if (index > 0) close();
        current = [...current, ...group];
        size = measure(current);
      }
    },
    addUpload(upload: UploadPart): void {
      close();
      done.push({ type: 'upload', upload });
    },
    /** All so far; `open` is put into the last message as far as it has room, for the moment only. */
    drafts(open: readonly Block[] = []): Draft[] {
      const [shown = []] =
        open.length === 0 ? [] : split(open, { measure, limit: room, firstLimit: Math.max(1, room - size) });
      const last = [...current, ...shown];
      return last.length === 0 ? [...done] : [...done, { type: 'text', blocks: last }];
    },
  };
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
