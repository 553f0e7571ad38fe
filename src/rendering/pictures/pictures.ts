import type { Table } from 'mdast';
import { type Picture, PictureError } from './picture.ts';

export interface PictureOptions {
  /** Aborting rejects with `aborted`; the work itself may go on for other callers. */
  readonly signal?: AbortSignal;
}

/**
 * Draws formulas and tables off the event loop: one worker thread, started at the first picture, with a
 * deadline per picture and a restart when one does not come back. Results are cached by content.
 */
export interface Pictures {
  /**
   * A formula as PNG: dark ink on a light card, legible on dark and light themes.
   *
   * @param latex the formula without its delimiters
   * @throws PictureError always this type; show the source instead
   */
  mathPicture(latex: string, options: PictureOptions & { display: boolean }): Promise<Picture>;
  /**
   * A table as PNG on the same card.
   *
   * @throws PictureError always this type; `too_large` for very long tables: send those as text
   */
  tablePicture(table: Table, options?: PictureOptions): Promise<Picture>;
  /** Ends the worker; waiting pictures are rejected with `aborted`. A later call starts it again. */
  close(): Promise<void>;
}

/** Made once at start-up (costs nothing then) and closed at the end. */
export function createPictures(): Pictures {
  const none = () => Promise.reject(new PictureError('failed', 'not drawn yet'));
  return { mathPicture: none, tablePicture: none, close: async () => {} };
}
