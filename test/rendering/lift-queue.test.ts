import { expect, test } from 'vitest';
import type { Piece } from '../../src/rendering/lift.ts';
import { createDrawing, createLiftQueue, pictureOf } from '../../src/rendering/lift-queue.ts';
import { type Picture, PictureError } from '../../src/rendering/pictures/picture.ts';
import type { Block } from '../../src/rendering/types.ts';

const PICTURE: Picture = { png: new Uint8Array(), width: 1, height: 1, scale: 1, alt: 'x', name: 'x.png' };

function paragraph(value: string): Block {
  return { type: 'paragraph', children: [{ type: 'text', value }] };
}

test('what has settled is lifted once and placed in order; what has to wait holds up what follows', async () => {
  const lifted: string[] = [];
  const placed: string[] = [];
  const queue = createLiftQueue<never>(
    (blocks) => {
      lifted.push(...blocks.map((block) => JSON.stringify(block)));
      return blocks.map((block): Piece<never> => ({ kind: 'blocks', blocks: [block] }));
    },
    async (piece, wait) => {
      const text = JSON.stringify(piece.kind === 'blocks' ? piece.blocks : null);
      if (text.includes('slow') && !wait) return false;
      placed.push(/"value":"(\w+)"/.exec(text)?.[1] ?? '');
      return true;
    },
  );
  const blocks = ['one', 'slow', 'two'].map(paragraph);
  await queue.fill(blocks.slice(0, 2), false);
  expect([placed, queue.isWaiting()]).toEqual([['one'], true]);
  await queue.fill(blocks, false);
  expect(placed).toEqual(['one']);
  await queue.fill(blocks, true);
  expect([placed, queue.isWaiting(), lifted.length]).toEqual([['one', 'slow', 'two'], false, 3]);
});

test('a picture is there, is waited for, or is replaced by its source', async () => {
  const drawn = (picture: Promise<Picture>) => ({
    as: 'picture' as const,
    picture,
    otherwise: paragraph('x'),
  });
  const { promise, resolve } = Promise.withResolvers<Picture>();
  expect(await pictureOf(drawn(promise), false)).toBeNull();
  resolve(PICTURE);
  expect(await pictureOf(drawn(promise), true)).toBe(PICTURE);
  expect(await pictureOf(drawn(promise), false)).toBe(PICTURE);
  const failed = Promise.reject(new PictureError('invalid', 'no such command'));
  expect(await pictureOf(drawn(failed), true)).toBe('source');
  await expect(pictureOf(drawn(Promise.reject(new Error('a mistake'))), true)).rejects.toThrow('a mistake');
});

test('no more pictures are started than there is room for', () => {
  const draw = createDrawing(2);
  let started = 0;
  const start = () => {
    started++;
    return Promise.resolve(PICTURE);
  };
  const drawings = [1, 2, 3].map(() => draw(paragraph('x'), start));
  expect(drawings.map((one) => one?.as ?? null)).toEqual(['picture', 'picture', null]);
  expect(started).toBe(2);
});
