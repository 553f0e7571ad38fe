/**
 * A picture that stands for a formula or a table, ready to be uploaded.
 *
 * `width` and `height` are the PNG's pixels; `scale` of them make one pixel at normal size, so that a client
 * that can size pictures shows `width / scale`.
 */
export interface Picture {
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly scale: number;
  /** What the picture shows, for screen readers and for clients that show no pictures: plain text, bounded. */
  readonly alt: string;
  /** File name, unique by content: `formula-1a2b3c4d.png`. */
  readonly name: string;
}

/**
 * Why there is no picture. `invalid`: the source is wrong (the message says where). `too_large`: the source or
 * the picture would pass a limit. `timeout`: it took too long and was stopped. `no_font`: the
 * system has no font for some of its letters. `busy`: too many wait already. `aborted`: the caller's signal.
 * `failed`: the renderer broke; worth a log line.
 */
export type PictureErrorReason =
  | 'invalid'
  | 'too_large'
  | 'timeout'
  | 'no_font'
  | 'busy'
  | 'aborted'
  | 'failed';

/** No picture could be made; show the source text instead. The message holds none of the source. */
export class PictureError extends Error {
  override readonly name = 'PictureError';
  readonly reason: PictureErrorReason;

  constructor(reason: PictureErrorReason, message: string, cause?: unknown) {
    super(message, { cause });
    this.reason = reason;
  }
}
