import { lineStart } from './blocks.ts';

/**
 * A stretch of a line. `atom`: code, an address, a placeholder. `open` and `close`: emphasis and links around words.
 * `tag`: may be either. `bar`: between table cells. `start`: the line's bullet, number or quote marks.
 */
export interface Token {
  readonly kind: 'words' | 'atom' | 'open' | 'close' | 'tag' | 'bar' | 'start';
  readonly text: string;
}

/**
 * What stands inside a line and must come back as it is. Every repetition is bounded, so that no text can make the
 * search take long.
 */
const VERBATIM = new RegExp(
  [
    /(?<!`)(?<ticks>`{1,8})(?!`)[^\n]{1,500}?(?<!`)\k<ticks>(?!`)/, // inline code
    /\$\$[^\n]{1,500}?\$\$/, // LaTeX
    /\$(?![\s{])[^$\n]{1,500}?(?<!\s)\$(?!\d)/,
    /\\\([^\n]{1,500}?\\\)|\\\[[^\n]{1,500}?\\\]/,
    /(?<open>!?\[(?=[^\]\n]{1,300}\]\())/, // a link: its text is translated, its address not
    /(?<close>\]\([^()\s]{1,2000}(?:\s"[^"\n]{0,200}")?\))/,
    /<[a-z][a-z\d+.-]{1,20}:[^\s<>]{1,2000}>/, // autolinks, tags, mentions
    /(?<tag><\/?[A-Za-z][^<>\n]{0,300}>)|<[@#:!][^<>\s]{1,100}>/,
    /\b(?:https?|ftp):\/\/[^\s<>"'`()，。；：！？、（）」』】]{0,2000}[^\s<>"'`()，。；：！？、（）」』】.,;:!?*_\]}]/,
    /(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}/, // addresses
    /\{\{[^{}\n]{1,200}\}\}|\$\{[^{}\n]{1,200}\}|\{[\w.:,-]{0,100}\}/, // placeholders
    /%(?:\d{1,2}\$)?[-+0#]?\d{0,3}(?:\.\d{1,3})?(?:l{0,2}[diuxXf]|[sceg@])(?![p{L}\d])|%\(\w{1,50}\)[sdf]/,
    /(?<![\w:]):[a-z][a-z\d_+-]{1,50}:(?!\w)/, // :emoji:
    /(?<emphasisOpen>(?<![\w*])\*{1,3}(?=[^\s*][^*\n]{0,300}(?<!\s)\*)|(?<!\w)_{1,3}(?=[^\s_][^\n]{0,300}(?<!\s)_(?!\w))|~~(?=[^\s~][^~\n]{0,300}(?<!\s)~~))/,
    /(?<emphasisClose>(?<=[^\s*])\*{1,3}(?![\w*])|(?<=[^\s_])_{1,3}(?!\w)|(?<=[^\s~])~~)/,
    /(?<bar>\|)/, // table cells
  ]
    .map((part) => part.source)
    .join('|'),
  'gu',
);

/** Takes one line apart. Joined, the tokens are the line; none is empty. */
export function tokenizeLine(line: string): Token[] {
  const start = lineStart(line);
  const tokens: Token[] = [{ kind: 'start', text: start }];
  let from = start.length;
  for (const match of line.slice(from).matchAll(VERBATIM)) {
    const at = start.length + match.index;
    tokens.push({ kind: 'words', text: line.slice(from, at) }, { kind: kindOf(match), text: match[0] });
    from = at + match[0].length;
  }
  tokens.push({ kind: 'words', text: line.slice(from) });
  return tokens.filter(({ text }) => text !== '');
}

function kindOf({ groups = {} }: RegExpExecArray): Token['kind'] {
  if (groups.open !== undefined || groups.emphasisOpen !== undefined) return 'open';
  if (groups.close !== undefined || groups.emphasisClose !== undefined) return 'close';
  if (groups.tag !== undefined) return 'tag';
  return groups.bar === undefined ? 'atom' : 'bar';
}
