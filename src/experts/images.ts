/** The size that vision servers are told to cap at (1280 × 28 × 28): more pixels only take room in the window. */
export const IMAGE_MAX_PIXELS = 1_003_520;
/** A picture that unpacks to more than this is an attack or a mistake. */
const INPUT_MAX_PIXELS = 100_000_000;
const JPEG_QUALITY = 85;
const DATA_URI = /^data:([\w.+/-]+);base64,(.*)$/s;

/** A picture cannot be read; the message is for the person who sent it. */
export class ImageError extends Error {
  override readonly name = 'ImageError';
}

/**
 * The picture, scaled down to `maxPixels` where it has more, turned as its EXIF data says. Small ones are returned
 * as they are; formats that models do not take (SVG, HEIF, TIFF, …) become PNG or JPEG.
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
    const pixels = autoOrient.width * autoOrient.height;
    if (pixels <= maxPixels && orientation === 1 && /^image\/(png|jpeg|webp)$/.test(mime)) return dataUri;
    const factor = Math.min(1, Math.sqrt(maxPixels / pixels));
    const scaled = image.autoOrient().resize(Math.max(1, Math.floor(autoOrient.width * factor)));
    const output = hasAlpha ? scaled.png() : scaled.jpeg({ quality: JPEG_QUALITY });
    const { data, info } = await output.toBuffer({ resolveWithObject: true });
    return `data:image/${info.format};base64,${data.toString('base64')}`;
  } catch (cause) {
    throw new ImageError('This picture cannot be read. Send it as PNG, JPEG or WebP.', { cause });
  }
}
