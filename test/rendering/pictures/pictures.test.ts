import type { Table } from 'mdast';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { MATH_LIMITS } from '../../../src/rendering/math/limits.ts';
import { PictureError } from '../../../src/rendering/pictures/picture.ts';
import { createPictures } from '../../../src/rendering/pictures/pictures.ts';
import { tableOf } from '../tables/table-of.ts';

const pictures = createPictures();
afterAll(() => pictures.close());

const draw = (latex: string) => pictures.mathPicture(latex, { display: true });
const reasonOf = (drawn: Promise<unknown>) =>
  drawn.then(
    () => 'drawn',
    (error) => (error instanceof PictureError ? error.reason : `untyped ${error}`),
  );

/** The share of pixels that are nearly black, and whether the middle of the left edge is white paper. */
async function inkOf(png: Uint8Array) {
  const { data, info } = await sharp(png)
    .flatten({ background: '#1a1d21' })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const inside = data.filter(
    (_, at) => at % info.width > 8 && at % info.width < info.width - 8 && at > 8 * info.width,
  );
  const dark = inside.filter((grey) => grey < 80).length / inside.length;
  const paper = inside.filter((grey) => grey > 240).length / inside.length;
  return { dark, paper };
}

describe('pictures of formulas', () => {
  it('are PNG files with dark ink on a light card, with size, alternative text and a name', async () => {
    const picture = await draw('\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}');
    const { format, width, height } = await sharp(picture.png).metadata();
    expect({ format, width, height }).toEqual({
      format: 'png',
      width: picture.width,
      height: picture.height,
    });
    expect(picture.alt).toContain('pmatrix');
    expect(picture.name).toMatch(/^formula-[0-9a-f]{12}\.png$/);
    const { dark, paper } = await inkOf(picture.png);
    expect(dark).toBeGreaterThan(0.005);
    expect(paper).toBeGreaterThan(0.6);
  });

  it('say in Unicode what they show where that reads well', async () => {
    expect((await draw('x^2 \\le 1')).alt).toBe('x² ≤ 1');
  });

  it.each([
    '\\sum_{i=1}^n \\frac{1}{i^2} = \\sqrt[3]{x}',
    'f(x) = \\begin{cases} x & x > 0 \\\\ 0 & \\text{otherwise} \\end{cases}',
    '\\begin{align*} a &= b \\\\ &= c \\tag{1} \\end{align*}',
    '\\boxed{x = 42}',
    '\\ce{CO2 + H2O <=>[\\Delta] H2CO3}',
    '\\begin{array}{|c|c|}\\hline 1 & 2 \\\\ \\hline \\end{array}',
    '\\text{control \u0001 and lone \ud800 characters}',
  ])('can show %s', async (latex) => {
    const { png, width, height } = await draw(latex);
    expect(width / height).toBeLessThan(20);
    expect((await inkOf(png)).dark).toBeLessThan(0.3);
  });

  it.each([
    ['\\frac{1}', 'invalid'],
    ['\\unknowncommand', 'invalid'],
    ['\\def\\a{\\a}\\a', 'invalid'],
    ['\\def\\a{\\a\\a}\\a', 'invalid'],
    ['\\require{cancel}', 'invalid'],
    ['\\includegraphics{http://127.0.0.1:9/x.png}', 'invalid'],
    ['\\href{http://127.0.0.1:9/}{x}', 'invalid'],
    ['\\mmlToken{mglyph}[src="file:///etc/passwd"]{}', 'invalid'],
    ['\\mmlToken{mi}[href="http://127.0.0.1:9/"]{x}', 'invalid'],
    ['', 'invalid'],
    ['\\rule{10000000em}{1em}', 'too_large'],
    ['x'.repeat(100_000), 'too_large'],
    ['{'.repeat(2_000) + '}'.repeat(2_000), 'too_large'],
  ])('refuse %.40s (%s)', async (latex, reason) => {
    expect(await reasonOf(draw(latex))).toBe(reason);
  });

  it.each([
    '\\def\\frac#1#2{HACKED}x',
    '\\let\\frac=\\relax x',
    '\\gdef\\frac{x}x',
    '\\endgroup\\def\\frac{x}x',
    '\\begin{matrix} {',
  ])('are not changed by what an earlier formula defined: %s', async (hostile) => {
    const fresh = createPictures();
    await reasonOf(fresh.mathPicture(hostile, { display: true }));
    const after = await fresh.mathPicture('\\frac{1}{7}', { display: true });
    await fresh.close();
    expect(after.name).toBe((await draw('\\frac{1}{7}')).name);
  });

  it('stop at the deadline, and the next one is drawn by a new worker', async () => {
    const math = { ...MATH_LIMITS, deadlineMs: 1 };
    const hasty = createPictures({ math });
    expect(await reasonOf(hasty.mathPicture('x^2', { display: true }))).toBe('timeout');
    math.deadlineMs = MATH_LIMITS.deadlineMs;
    expect((await hasty.mathPicture('x^3', { display: true })).alt).toBe('x³');
    await hasty.close();
  });

  it('go on when the worker is replaced after so many formulas', async () => {
    const patient = createPictures({ math: { ...MATH_LIMITS, formulasPerWorker: 1 } });
    const names = await Promise.all(
      ['a^2', 'a^3', 'a^4'].map((latex) => patient.mathPicture(latex, { display: false })),
    );
    await patient.close();
    expect(new Set(names.map(({ name }) => name)).size).toBe(3);
  });

  it('refuse more when too many wait, and reject what waits when the program stops', async () => {
    const small = createPictures({ math: { ...MATH_LIMITS, waiting: 1 } });
    const drawn = ['a', 'b', 'c'].map((latex) => reasonOf(small.mathPicture(latex, { display: true })));
    await small.close();
    expect(await Promise.all(drawn)).toEqual(['aborted', 'aborted', 'busy']);
  });

  it('are drawn once for who asks again or at the same time, and dropped when the cache is full', async () => {
    const [first, second] = await Promise.all([draw('y^9'), draw('y^9')]);
    expect(second).toBe(first);
    const tiny = createPictures({ cacheBytes: 1 });
    const a = await tiny.mathPicture('y^9', { display: true });
    const b = await tiny.mathPicture('y^9', { display: true });
    await tiny.close();
    expect(b).not.toBe(a);
    expect(b.name).toBe(a.name);
  });

  it('end for one caller who aborts, and go on for the other', async () => {
    const controller = new AbortController();
    const left = reasonOf(pictures.mathPicture('z^8', { display: true, signal: controller.signal }));
    const stayed = draw('z^8');
    controller.abort();
    expect(await left).toBe('aborted');
    expect((await stayed).alt).toBe('z⁸');
    expect(await reasonOf(pictures.mathPicture('z^8', { display: true, signal: controller.signal }))).toBe(
      'aborted',
    );
  });
});

describe('pictures of tables', () => {
  const wide = (columns: number, cell: string): Table =>
    tableOf(Array.from({ length: 3 }, () => Array.from({ length: columns }, () => cell)));

  it('show 20 columns of long cells within the limits of the platforms', async () => {
    const { png, width, height, alt } = await pictures.tablePicture(
      wide(20, 'value number 7 & <tag> "quoted"'),
    );
    expect(width + height).toBeLessThanOrEqual(10_000);
    expect(png.byteLength).toBeLessThan(1_000_000);
    expect(alt.length).toBeLessThanOrEqual(1_000);
    expect((await inkOf(png)).paper).toBeGreaterThan(0.5);
  });

  it('refuse what nobody could read', async () => {
    expect(await reasonOf(pictures.tablePicture(wide(1_000, 'x')))).toBe('too_large');
    expect(await reasonOf(pictures.tablePicture(wide(2, 'x'.repeat(20_000))))).toBe('too_large');
  });

  it('keep every control character and mark-up sign from breaking the drawing', async () => {
    const table = tableOf([
      ['a\u0000\u001b[31m', '</text><image href="file:///etc/passwd"/>'],
      ['\ufffe\u202e', '&lt;'],
    ]);
    expect((await pictures.tablePicture(table)).alt).toContain('</text>');
  });
});
