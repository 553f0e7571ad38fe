/** Unassigned code points, so in no font: the box that is drawn for them is what a missing letter looks like. */
const UNASSIGNED = { bmp: '\u0378', astral: '\u{1FBFF}' } as const;
const BMP_LAST = 0xffff;
const SIZE_PX = 40;
/** Each new sample takes some 3 ms; a text of a hundred scripts and symbols is no answer but an attack. */
const SAMPLES_MAX = 100;
const VISIBLE = /[\p{L}\p{N}\p{S}]/u;
const SYMBOL = /\p{S}/u;
const HAN = /\p{Script=Han}/u;

/** Answers of the system's fonts by page of Unicode. Fonts do not come while a server runs. */
const answers = new Map<string, Promise<boolean>>();
const boxes = new Map<string, Promise<string>>();

/**
 * One sample letter of each script in `text` that no font of this system has; empty when all can be drawn.
 * A server without fonts, or with Latin ones only, would draw a box for each such letter.
 */
export async function undrawable(text: string): Promise<string[]> {
  const samples = new Map<string, string>();
  for (const character of text) {
    if (samples.size < SAMPLES_MAX && VISIBLE.test(character)) samples.set(pageOf(character), character);
  }
  const missing: string[] = [];
  for (const [page, character] of samples) {
    const answer = answers.get(page) ?? isDrawable(character);
    answers.set(page, answer);
    if (!(await answer)) missing.push(character);
  }
  return missing;
}

/** Letters that a font has or lacks together: all of Han, else 256 code points; symbols one by one. */
function pageOf(character: string): string {
  if (SYMBOL.test(character)) return character;
  return HAN.test(character) ? 'Han' : String((character.codePointAt(0) ?? 0) >> 8);
}

async function isDrawable(character: string): Promise<boolean> {
  const stranger = (character.codePointAt(0) ?? 0) > BMP_LAST ? UNASSIGNED.astral : UNASSIGNED.bmp;
  const box = boxes.get(stranger) ?? outline(stranger);
  boxes.set(stranger, box);
  return (await outline(character)) !== (await box);
}

/** The size of the letter's ink and its top row of pixels: the same for all boxes, whatever is inside. */
async function outline(character: string): Promise<string> {
  const { default: sharp } = await import('sharp');
  const canvas = 4 * SIZE_PX;
  const escaped = character.replace(/[<&]/, (sign) => `&#${sign.charCodeAt(0)};`);
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${canvas}" height="${canvas}"><rect width="100%" height="100%" fill="#fff"/>` +
    `<text x="${SIZE_PX}" y="${2 * SIZE_PX}" font-size="${SIZE_PX}" font-family="sans-serif">${escaped}</text></svg>`;
  const image = sharp(Buffer.from(svg)).greyscale().trim().raw();
  const { data, info } = await image.toBuffer({ resolveWithObject: true });
  return `${info.width}×${info.height} ${data.subarray(0, info.width * info.channels).toString('hex')}`;
}
