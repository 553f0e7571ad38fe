/** Deeper nesting than this is no arithmetic that people write. */
const MAX_DEPTH = 12;

/** A word that stands for a unit or a remark: it came from `\text{…}`, so it is never a variable. */
export const UNIT_MARK = '\u2039';
/** A whole number before a fraction: `3½` as people write it, a product as algebra has it. */
export const MIXED = '⊕';

const SYMBOLS: Readonly<Record<string, string>> = {
  times: '*',
  cdot: '*',
  ast: '*',
  div: '/',
  approx: '≈',
  thickapprox: '≈',
  simeq: '≈',
  doteq: '≈',
  eq: '=',
  pi: 'π',
  degree: '°',
  circ: '°',
  pm: '±',
  neq: '≠',
  ne: '≠',
  leq: '≤',
  le: '≤',
  geq: '≥',
  ge: '≥',
  lt: '<',
  gt: '>',
  cdots: '…',
  ldots: '…',
  dots: '…',
  left: '',
  right: '',
  big: '',
  Big: '',
  bigl: '',
  bigr: '',
  Bigl: '',
  Bigr: '',
  displaystyle: '',
  quad: ' ; ',
  qquad: ' ; ',
  Rightarrow: ' ; ',
  implies: ' ; ',
  therefore: ' ; ',
  rightarrow: ' ; ',
  to: ' ; ',
  newline: '\n',
  lbrace: ' { ',
  rbrace: ' } ',
  ',': ' ',
  ';': ' ',
  ':': ' ',
  '!': '',
  ' ': ' ',
  '%': '%',
  $: '¤',
  '\\': '\n',
  '(': ' ',
  ')': ' ',
  '[': '\n',
  ']': '\n',
  '{': ' { ',
  '}': ' } ',
  '#': '#',
  '&': ' ',
  _: '_',
};
const TEXT = /^(?:text|textbf|textit|textrm|mathrm|mbox|operatorname|mathbf|mathit|hbox|textnormal)$/;
const FRACTION = /^[dtc]?frac$/;
const ROOM = /^(?:hspace|vspace|begin|end|tag|label|color)$/;

/**
 * LaTeX and full-width signs as plain arithmetic: `\frac{1}{2} \times 4` becomes `((1)/(2)) * 4`. Commands that are not
 * known stay as `\`, which no reader of arithmetic takes.
 */
export function plainMath(text: string): string {
  // A line that begins with a relation goes on with the one before, as in aligned equations and below 「原式」.
  return convert(halfWidth(text), 0).replace(/[ \t]*\n\s{0,20}(?=[=≈](?!=))/g, ' ');
}

function halfWidth(text: string): string {
  return (
    text
      .replace(/[\uff02-\uff0b\uff0d-\uff19\uff1c-\uff1e\uff20-\uff5e]/g, (sign) =>
        String.fromCharCode(sign.charCodeAt(0) - 0xfee0),
      )
      .replace(/\u3000/g, ' ')
      .replace(/[\u00a0\u2009\u202f]/g, ' ')
      .replace(/\{,\}/g, ',')
      .replace(/(?<=\d)\\,(?=\d{3}(?!\d))/g, '')
      .replace(/[×✕✖∗⋅·]/g, '*')
      .replace(/÷/g, '/')
      .replace(/[−﹣]/g, '-')
      .replace(/[≒≃]/g, '≈')
      .replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]+/g, (digits) => `^${[...digits].map((d) => '⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(d)).join('')}`)
      .replace(/[½¼¾⅓⅔]/g, (sign) => FRACTIONS[sign] ?? sign)
      // "$12 000", "$12, 000"; other groups behind a blank may be numbers of their own.
      .replace(/(?<=(?<![\d.,])[1-9]\d{0,2}),? (?=000(?![\d.,]\d))/g, ',')
      // "1 and 1/3", "16 and (2/3)"
      .replace(/(?<![\d.,/^])(\d{1,4}) and \(?(\d{1,2})\/(\d{1,3})\)?(?![\d.,/]*\d)/g, (whole, n, a, b) =>
        Number(a) < Number(b) ? `(${n}${MIXED}(${a}/${b}))` : whole,
      )
      .replace(/(?<![\d.,/])(\d{1,3}) (\d{1,2})\/(\d{1,3})(?![\d.,/])/g, (whole, n, a, b) =>
        Number(a) < Number(b) ? `(${n}${MIXED}(${a}/${b}))` : whole,
      )
  );
}

const FRACTIONS: Readonly<Record<string, string>> = {
  '½': '(1/2)',
  '¼': '(1/4)',
  '¾': '(3/4)',
  '⅓': '(1/3)',
  '⅔': '(2/3)',
};

function convert(text: string, depth: number): string {
  if (depth > MAX_DEPTH) return '\\';
  let out = '';
  let at = 0;
  while (at < text.length) {
    const sign = text[at] as string;
    if (sign === '^' && text[at + 1] === '{') {
      const group = braced(text, at + 1);
      if (group === null) return `${out}\\`;
      out += /^\s*(?:\\circ|°)\s*$/.test(group.body) ? '°' : `^(${convert(group.body, depth + 1)})`;
      at = group.end;
      continue;
    }
    if (sign !== '\\') {
      out += sign === '&' ? ' ' : sign;
      at++;
      continue;
    }
    const name = /^(?:[A-Za-z]+|[^A-Za-z])/.exec(text.slice(at + 1, at + 40))?.[0] ?? '';
    at += 1 + name.length;
    if (TEXT.test(name)) {
      const group = braced(text, skipSpace(text, at));
      if (group === null) return `${out}\\`;
      out += ` ${UNIT_MARK}${group.body.replace(/[\u2039\n~]/g, ' ')}${UNIT_MARK} `;
      at = group.end;
    } else if (FRACTION.test(name)) {
      const [top, bottom, end] = twoArguments(text, at);
      if (top === null || bottom === null) return `${out}\\${convert(text.slice(at), depth + 1)}`;
      const fraction = `((${convert(top, depth + 1)})/(${convert(bottom, depth + 1)}))`;
      const whole = /(?<![\d.,^(])\d{1,4}\s?$/.exec(out)?.[0];
      out =
        whole === undefined
          ? out + fraction
          : `${out.slice(0, -whole.length)}(${whole.trim()}${MIXED}${fraction})`;
      at = end;
    } else if (name === 'sqrt' && text[at] !== '[') {
      const [body, end] = argument(text, at);
      if (body === null) return `${out}\\`;
      out += `sqrt(${convert(body, depth + 1)})`;
      at = end;
    } else if (name === 'boxed' || name === 'fbox') {
      const group = braced(text, skipSpace(text, at));
      if (group === null) return `${out}\\`;
      // What is boxed may have its unit behind the box.
      const ends = /^\s*~?\s*(?:[\p{L}%°]|\\(?:text|math|operatorname|mu|%|,))/u.test(
        text.slice(group.end, group.end + 12),
      )
        ? ''
        : '; ';
      out += ` ${convert(group.body, depth + 1)} ${ends}`;
      at = group.end;
    } else if (ROOM.test(name)) {
      out += '\n';
      at = braced(text, at)?.end ?? at;
    } else {
      out += SYMBOLS[name] ?? '\\';
    }
  }
  return out;
}

function skipSpace(text: string, at: number): number {
  let next = at;
  while (text[next] === ' ') next++;
  return next;
}

function twoArguments(text: string, at: number): [string | null, string | null, number] {
  const [top, middle] = argument(text, at);
  if (top === null) return [null, null, at];
  const [bottom, end] = argument(text, middle);
  return [top, bottom, end];
}

/** A braced group or, as in `\frac12` and `\sqrt2`, one sign. */
function argument(text: string, at: number): [string | null, number] {
  const from = skipSpace(text, at);
  const group = braced(text, from);
  if (group !== null) return [group.body, group.end];
  return /\d/.test(text[from] ?? '') ? [text[from] as string, from + 1] : [null, at];
}

/** No group that arithmetic stands in is longer. */
const MAX_GROUP = 2_000;

/** What a pair of braces holds, and where to go on behind it. */
export function braced(text: string, at: number): { body: string; end: number } | null {
  if (text[at] !== '{') return null;
  let depth = 0;
  for (let index = at; index < text.length && index < at + MAX_GROUP; index++) {
    if (text[index] === '\\') index++;
    else if (text[index] === '{') depth++;
    else if (text[index] === '}' && --depth === 0) return { body: text.slice(at + 1, index), end: index + 1 };
  }
  return null;
}
