const SVG = 'http://www.w3.org/2000/svg';

/** Strokes on a grid of 24 by 24. */
const PATHS = {
  attach:
    'M21 11.5 12.4 20a5.7 5.7 0 0 1-8-8l8.5-8.6a3.8 3.8 0 0 1 5.4 5.4l-8.6 8.5a1.9 1.9 0 0 1-2.7-2.7l8-7.9',
  bad: 'M17 14V3M9 18.1 10 14H4.2a2 2 0 0 1-2-2.6l2.4-7A2 2 0 0 1 6.500 3H20a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2h-2.800a2 2 0 0 0-1.800 1.100L12 22a3.100 3.100 0 0 1-3-3.900Z',
  check: 'M20 6 9 17l-5-5',
  close: 'M18 6 6 18M6 6l12 12',
  copy: 'M10 8h9a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-9a2 2 0 0 1-2-2v-9a2 2 0 0 1 2-2ZM4.500 16A2 2 0 0 1 3 14V5a2 2 0 0 1 2-2h9a2 2 0 0 1 2 1.500',
  down: 'M12 5v14M19 12l-7 7-7-7',
  edit: 'M12 20h9M16.500 3.500a2.100 2.100 0 0 1 3 3L7 19l-4 1 1-4Z',
  fold: 'm6 9 6 6 6-6',
  good: 'M7 10v11M15 5.900 14 10h5.800a2 2 0 0 1 2 2.600l-2.400 7a2 2 0 0 1-1.900 1.400H4a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2h2.800a2 2 0 0 0 1.800-1.100L12 2a3.100 3.100 0 0 1 3 3.900Z',
  help: 'M9.100 9a3 3 0 0 1 5.800 1c0 2-3 2.600-3 4.500M12 18h.01M12 22a10 10 0 1 0 0-20 10 10 0 0 0 0 20Z',
  menu: 'M4 7h16M4 12h16M4 17h10',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  newChat:
    'M12 4H6a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-6M18.400 2.600a2.100 2.100 0 0 1 3 3L12 15l-4 1 1-4Z',
  play: 'M6 4.500v15l12-7.500Z',
  retry: 'M21 12a9 9 0 1 1-2.700-6.400L21 8M21 3v5h-5',
  search: 'm21 21-4.300-4.300M11 19a8 8 0 1 0 0-16 8 8 0 0 0 0 16Z',
  send: 'M12 19V5M5 12l7-7 7 7',
  settings:
    'M4 8h10M18 8h2M4 16h2M10 16h10M16 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM8 18a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z',
  sidebar: 'M5 4h14a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2ZM9 4v16',
  stop: 'M7 7h10v10H7Z',
  swap: 'm17 3 4 4-4 4M21 7H7a4 4 0 0 0-4 4M7 21l-4-4 4-4M3 17h14a4 4 0 0 0 4-4',
} as const;

export type IconName = keyof typeof PATHS;

/** A picture beside or in place of words; a screen reader does not hear of it. */
export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', `icon icon-${name}`);
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}
