/**
 * Pictures are dark ink on a white card with a hairline edge: a chat shows one picture to people with dark and
 * light themes, and ink without a card would vanish on one of them. Sizes are in pixels at normal size.
 */
export const CARD = {
  paper: '#ffffff',
  ink: '#1d1c1d',
  edge: '#d4d4d8',
  radius: 8,
  margin: 14,
} as const;

/** Telegram refuses photos of a greater aspect, or more pixels in width and height together, core.telegram.org/bots/api#sendphoto */
const ASPECT_MAX = 20;
export const SIDES_MAX_PX = 10_000;

/** Sharp on phones and high-density screens. */
export const SCALE = 2;

/** A drawing to be put on a card. */
export interface Drawing {
  /** SVG markup of `width` × `height` pixels at normal size, from the origin. */
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/** The drawing in the middle of a card, as an SVG document, with the card's size in pixels. */
export function onCard(drawing: Drawing): Drawing {
  const width = Math.ceil(drawing.width + 2 * CARD.margin);
  const height = Math.ceil(Math.max(drawing.height + 2 * CARD.margin, width / ASPECT_MAX));
  const left = (width - drawing.width) / 2;
  const top = (height - drawing.height) / 2;
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" color="${CARD.ink}">` +
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="${CARD.radius}" fill="${CARD.paper}" stroke="${CARD.edge}"/>` +
    `<g transform="translate(${left} ${top})">${drawing.svg}</g></svg>`;
  return { svg, width, height };
}
