import { createHash } from 'node:crypto';
import type { Table } from 'mdast';
import { drawFormula } from '../math/formula-picture.ts';
import { MATH_LIMITS, type MathLimits } from '../math/limits.ts';
import { Typesetter } from '../math/typesetter.ts';
import { drawTable } from '../tables/table-picture.ts';
import { PictureCache } from './cache.ts';
import { type Picture, PictureError } from './picture.ts';

const CACHE_BYTES = 32 * 1024 * 1024;

export interface PictureOptions {
  /** Aborting rejects with `aborted`; the work itself may go on for other callers. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Draws formulas and tables off the event loop. LaTeX runs in a worker thread that is started with the first
 * formula, has a deadline per formula and is replaced when one does not come back. Cached by content.
 */
export interface Pictures {
  /**
   * A formula as PNG: dark ink on a light card, legible on dark and light themes.
   *
   * @param latex the formula without its delimiters
   * @throws PictureError always this type; show the source instead
   */
  mathPicture(latex: string, options: PictureOptions & { readonly display: boolean }): Promise<Picture>;
  /**
   * A table as PNG on the same card.
   *
   * @throws PictureError always this type; `too_large` for very long tables: send those as text
   */
  tablePicture(table: Table, options?: PictureOptions): Promise<Picture>;
  /** Ends the worker; waiting pictures are rejected with `aborted`. A later call starts it again. */
  close(): Promise<void>;
}

/** Made once at start-up (nothing is loaded then) and closed at the end. */
export function createPictures(
  limits: { readonly math?: MathLimits; readonly cacheBytes?: number } = {},
): Pictures {
  const typesetter = new Typesetter(limits.math ?? MATH_LIMITS);
  const cache = new PictureCache(limits.cacheBytes ?? CACHE_BYTES);
  return {
    mathPicture: (latex, { display, signal }) =>
      during(signal, () =>
        cache.get(keyOf('math', String(display), latex), () => drawFormula(typesetter, latex, display)),
      ),
    tablePicture: (table, { signal } = {}) =>
      during(signal, () => cache.get(keyOf('table', JSON.stringify(table)), () => drawTable(table))),
    close: () => typesetter.close(),
  };
}

function keyOf(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\0')).digest('base64');
}

async function during(signal: AbortSignal | undefined, draw: () => Promise<Picture>): Promise<Picture> {
  const aborted = () => new PictureError('aborted', 'nobody waits for the picture');
  if (signal?.aborted) throw aborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(aborted());
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([promise, draw()]);
  } catch (cause) {
    if (cause instanceof PictureError) throw cause;
    throw new PictureError('failed', 'the picture could not be drawn', cause);
  } finally {
    signal?.removeEventListener('abort', onAbort);
  }
}
