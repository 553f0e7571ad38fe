import { createHash } from 'node:crypto';
import { type Drawing, onCard, SCALE, SIDES_MAX_PX } from './card.ts';
import { type Picture, PictureError } from './picture.ts';

/** The smallest upload limit of the platforms is Telegram's 10 MB for photos; slow phones want far less. */
const PNG_MAX_BYTES = 4 * 1024 * 1024;
/** Past this, libvips gives up; 5,000 × 5,000 pixels take it about a second. */
const DEADLINE_S = 10;
/** Colours of flat drawings with smooth edges; a palette makes the file three times smaller. */
const COLOURS = 256;
const ALT_MAX_CHARACTERS = 1_000;
/** The density at which libvips makes an SVG's pixels pixels. */
const PLAIN_DPI = 72;

/**
 * Draws on a card and packs it as PNG, off the event loop. Large drawings lose the double density, then fail.
 *
 * @param about what it shows, for the alternative text and the file name
 * @throws PictureError `too_large` or `failed`
 */
export async function rasterise(drawing: Drawing, about: { kind: string; alt: string }): Promise<Picture> {
  const card = onCard(drawing);
  const scale = Math.min(SCALE, SIDES_MAX_PX / (card.width + card.height));
  if (!(scale >= 1)) {
    throw new PictureError('too_large', `the ${about.kind} would be ${card.width} × ${card.height} pixels`);
  }
  const png = await toPng(card.svg, scale);
  if (png.data.byteLength > PNG_MAX_BYTES) {
    throw new PictureError('too_large', `the ${about.kind}'s picture has ${png.data.byteLength} bytes`);
  }
  return {
    png: png.data,
    width: png.info.width,
    height: png.info.height,
    scale,
    alt: shorten(about.alt, ALT_MAX_CHARACTERS),
    name: `${about.kind}-${createHash('sha256').update(png.data).digest('hex').slice(0, 12)}.png`,
  };
}

async function toPng(svg: string, scale: number) {
  // Loaded with the first picture: most processes never draw one.
  const { default: sharp } = await import('sharp');
  try {
    return await sharp(Buffer.from(svg), {
      density: PLAIN_DPI * scale,
      limitInputPixels: SIDES_MAX_PX ** 2 / 4,
    })
      .png({ palette: true, colours: COLOURS, dither: 0 })
      .timeout({ seconds: DEADLINE_S })
      .toBuffer({ resolveWithObject: true });
  } catch (cause) {
    throw new PictureError('failed', 'the picture could not be drawn', cause);
  }
}

function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  // A surrogate pair is not cut in half.
  return `${text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
