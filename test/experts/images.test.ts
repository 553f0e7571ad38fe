import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { IMAGE_MAX_PIXELS, ImageError, scaleDown } from '../../src/experts/images.ts';

async function picture(
  width: number,
  height: number,
  format: 'png' | 'jpeg' | 'tiff' = 'png',
  alpha = false,
) {
  const background = alpha ? { r: 1, g: 2, b: 3, alpha: 0.5 } : { r: 1, g: 2, b: 3 };
  const image = sharp({ create: { width, height, channels: alpha ? 4 : 3, background } });
  return `data:image/${format};base64,${(await image.toFormat(format).toBuffer()).toString('base64')}`;
}

const read = (uri: string) => sharp(Buffer.from(uri.split(',')[1] ?? '', 'base64')).metadata();

describe('scaleDown', () => {
  test('leaves a small picture as it is, to the byte', async () => {
    const small = await picture(640, 480);
    expect(await scaleDown(small)).toBe(small);
  });

  test('scales a large one under the cap and keeps its proportions', async () => {
    const { width, height, format } = await read(await scaleDown(await picture(4000, 1000)));
    expect(width * height).toBeLessThanOrEqual(IMAGE_MAX_PIXELS);
    expect(width * height).toBeGreaterThan(IMAGE_MAX_PIXELS * 0.95);
    expect(width / height).toBeCloseTo(4, 1);
    expect(format).toBe('jpeg');
  });

  test('keeps what is transparent transparent', async () => {
    expect(await read(await scaleDown(await picture(2000, 2000, 'png', true)))).toMatchObject({
      format: 'png',
      hasAlpha: true,
    });
  });

  test('turns formats that models do not take into one they do', async () => {
    expect(await read(await scaleDown(await picture(10, 10, 'tiff')))).toMatchObject({ format: 'jpeg' });
  });

  test.each([
    [1000, 2],
    [2, 1000],
    [60_000, 1],
    [1, 60_000],
    [60_000, 200],
    [201, 1],
  ])('pads one of %d × %d, which is thinner than models take', async (width, height) => {
    for (const alpha of [false, true]) {
      const padded = await read(await scaleDown(await picture(width, height, 'png', alpha)));
      const [short = 0, long = 0] = [padded.width, padded.height].sort((a, b) => a - b);
      expect(long / short).toBeLessThanOrEqual(200);
      expect(long * short).toBeLessThanOrEqual(IMAGE_MAX_PIXELS);
      expect(padded.width > padded.height).toBe(width > height);
      expect(padded.hasAlpha).toBe(alpha);
    }
  });

  test('leaves one that models just take as it is', async () => {
    const strip = await picture(400, 2);
    expect(await scaleDown(strip)).toBe(strip);
  });

  test.each(['data:image/png;base64,AAAA', 'data:image/png;base64,', 'nonsense'])(
    '%j is refused kindly',
    async (uri) => {
      await expect(scaleDown(uri)).rejects.toThrow(ImageError);
    },
  );
});
