/** The size that vision servers are told to cap at (1280 × 28 × 28): more pixels only take room in the window. */
export const IMAGE_MAX_PIXELS = 1_003_520;
/** A picture that unpacks to more than this is an attack or a mistake. */
const INPUT_MAX_PIXELS = 100_000_000;
/** Qwen-VL's processor refuses a picture whose longer side is more than this many times the shorter (`smart_resize`). */
const ASPECT_MAX = 200;
const JPEG_QUALITY = 85;
const DATA_URI = /^data:([\w.+/-]+);base64,(.*)$/s;

const WHITE = { r: 255, g: 255, b: 255 };
const TRANSPARENT = { ...WHITE, alpha: 0 };

/** A picture cannot be read; the message is for the person who sent it. */
export class ImageError extends Error {
  override readonly name = 'ImageError';
}

/**
 * The picture, scaled down to `maxPixels` where it has more, turned as its EXIF data says, and padded where it is
 * thinner than models take. Small ones are returned as they are; formats that models do not take (SVG, HEIF, TIFF, …) become PNG or JPEG.
 *
 * @param dataUri `data:image/…;base64,…`
 * @throws ImageError when it is no picture
 */
export async function scaleDown(dataUri: string, maxPixels = IMAGE_MAX_PIXELS): Promise<string> {
  const [, mime = '', base64 = ''] = DATA_URI.exec(dataUri) ?? [];
  // Loaded with the first picture: most processes never see one.
  const { default: sharp } = await import('sharp');
  try {
    const image = sharp(Buffer.from(base64, 'base64'), { limitInputPixels: INPUT_MAX_PIXELS });
    const { autoOrient, hasAlpha, orientation = 1 } = await image.metadata();
    const { width, height } = autoOrient;
    const fits = width * height <= maxPixels && aspectOf(width, height) <= ASPECT_MAX;
    if (fits && orientation === 1 && /^image\/(png|jpeg|webp)$/.test(mime)) return dataUri;
    const size = fittedSize(width, height, maxPixels);
    const scaled = image
      .autoOrient()
      .resize(size.width, size.height, { fit: 'fill' })
      .extend({ right: size.right, bottom: size.bottom, background: hasAlpha ? TRANSPARENT : WHITE });
    const output = hasAlpha ? scaled.png() : scaled.jpeg({ quality: JPEG_QUALITY });
    const { data, info } = await output.toBuffer({ resolveWithObject: true });
    return `data:image/${info.format};base64,${data.toString('base64')}`;
  } catch (cause) {
    throw new ImageError('This picture cannot be read. Send it as PNG, JPEG or WebP.', { cause });
  }
}

function aspectOf(width: number, height: number): number {
  return Math.max(width, height) / Math.min(width, height);
}

/** The size to scale to, and the margins beside it, all in pixels; with them it has `maxPixels` at most. */
function fittedSize(width: number, height: number, maxPixels: number) {
  const factor = Math.min(1, Math.sqrt(maxPixels / (width * height)));
  // As long as a strip of the greatest aspect may be within the pixels.
  const longest = ASPECT_MAX * Math.max(1, Math.floor(Math.sqrt(maxPixels / ASPECT_MAX)));
  const strip = aspectOf(width, height) > ASPECT_MAX ? longest / Math.max(width, height) : factor;
  const scale = Math.min(factor, strip);
  const scaled = {
    width: Math.max(1, Math.floor(width * scale)),
    height: Math.max(1, Math.floor(height * scale)),
  };
  const shortest = Math.ceil(Math.max(scaled.width, scaled.height) / ASPECT_MAX);
  return {
    ...scaled,
    right: Math.max(0, shortest - scaled.width),
    bottom: Math.max(0, shortest - scaled.height),
  };
}
