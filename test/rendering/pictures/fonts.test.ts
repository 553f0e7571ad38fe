import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const PICTURES = new URL('../../../src/rendering/pictures/pictures.ts', import.meta.url).href;

/** Draws a Chinese table, an English table, a formula with Chinese and a plain one; prints what became of each. */
const SCRIPT = `
  const { createPictures } = await import(${JSON.stringify(PICTURES)});
  const pictures = createPictures();
  const cell = (value) => ({ type: 'tableCell', children: [{ type: 'text', value }] });
  const table = (value) => ({ type: 'table', children: [{ type: 'tableRow', children: [cell(value)] }] });
  const draw = (drawn) => drawn.then(() => 'drawn', (error) => error.reason);
  console.log(JSON.stringify([
    await draw(pictures.tablePicture(table('苹果'))),
    await draw(pictures.tablePicture(table('apple'))),
    await draw(pictures.mathPicture('\\\\text{速度} = 1', { display: true })),
    await draw(pictures.mathPicture('\\\\frac{1}{2}', { display: true })),
  ]));
  await pictures.close();
`;

describe('a system without fonts', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'no-fonts-'));
    const none = `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><cachedir>${folder}</cachedir></fontconfig>`;
    await writeFile(join(folder, 'fonts.conf'), none);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('says so in place of drawing boxes, and still draws formulas, which bring their own letters', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', SCRIPT], {
      env: { FONTCONFIG_FILE: join(folder, 'fonts.conf') },
      timeout: 20_000,
    });
    expect(JSON.parse(stdout)).toEqual(['no_font', 'no_font', 'no_font', 'drawn']);
  });
});
