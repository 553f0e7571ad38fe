import type { Piece, Replacements } from './lift.ts';
import { unicodeMath } from './math/unicode.ts';
import { type Picture, PictureError } from './pictures/picture.ts';
import type { Block } from './types.ts';

/** A block that is shown as a picture, or as itself where none can be drawn. */
export interface Drawn {
  readonly as: 'picture';
  readonly picture: Promise<Picture>;
  readonly otherwise: Block;
}

/** Starts pictures, `max` of them in all; null for those beyond. */
export function createDrawing(max: number) {
  let drawn = 0;
  return (otherwise: Block, start: () => Promise<Picture>): Drawn | null => {
    if (drawn >= max) return null;
    drawn++;
    const picture = start();
    // Awaited later; until then nobody listens.
    picture.catch(() => {});
    return { as: 'picture', picture, otherwise };
  };
}

/** The picture; `source` where it cannot be drawn; null while it is not ready and nobody waits for it. */
export async function pictureOf({ picture }: Drawn, wait: boolean): Promise<Picture | 'source' | null> {
  try {
    return await (wait ? picture : Promise.race([picture, Promise.resolve(null)]));
  } catch (error) {
    // Its source says the same, if less well.
    if (error instanceof PictureError) return 'source';
    throw error;
  }
}

/** Formulas that read well as text, as text; on a line of their own only up to `maxCharacters`. For `replaceNodes`. */
export function mathAsText(maxCharacters: number): Pick<Replacements, 'inlineMath' | 'math'> {
  return {
    inlineMath: ({ value }) => {
      const text = unicodeMath(value);
      return text === null ? null : [{ type: 'text', value: text }];
    },
    math: ({ value }) => {
      const text = unicodeMath(value);
      if (text === null || text.length > maxCharacters) return null;
      return [{ type: 'paragraph', children: [{ type: 'text', value: text }] }];
    },
  };
}

export interface LiftQueue {
  /** Places what has settled since the last call, as far as no picture is waited for; all of it with `wait`. */
  fill(settled: readonly Block[], wait: boolean): Promise<void>;
  /** Something has settled that is not placed yet: what follows it must not be shown before it. */
  isWaiting(): boolean;
}

/**
 * Lifts each settled block of a growing answer once and places the pieces in their order.
 *
 * @param place puts a piece into its message; false when it has to wait for its picture
 */
export function createLiftQueue<T>(
  lift: (blocks: readonly Block[]) => Piece<T>[],
  place: (piece: Piece<T>, wait: boolean) => Promise<boolean>,
): LiftQueue {
  let lifted = 0;
  const queue: Piece<T>[] = [];
  return {
    async fill(settled, wait) {
      if (settled.length > lifted) {
        queue.push(...lift(settled.slice(lifted)));
        lifted = settled.length;
      }
      for (let piece = queue[0]; piece !== undefined; piece = queue[0]) {
        if (!(await place(piece, wait))) return;
        queue.shift();
      }
    },
    isWaiting: () => queue.length > 0,
  };
}
