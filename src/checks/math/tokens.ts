import { MIXED, UNIT_MARK } from './latex.ts';

export type TokenKind =
  | 'number'
  | 'operator'
  | 'open'
  | 'close'
  | 'relation'
  | 'word'
  | 'unit'
  | 'percent'
  | 'currency'
  | 'factorial'
  | 'root'
  | 'pi'
  /** A sign that makes arithmetic something else: `|`, `_`, `…`, an unknown command. */
  | 'strange'
  /** An end of a sentence or line, or a sign such as `≠` and `<` behind which something new begins. */
  | 'end';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** White space stands before it. */
  readonly spaced: boolean;
  /** Where it begins in the plain text. */
  readonly at: number;
}

const RULES: readonly (readonly [TokenKind, RegExp])[] = [
  ['strange', /\.{3,}|…/y],
  ['end', /===?|[!:<>]=|[≠<>≤≥;。，；：！？、\n\r→⇒∴—?"“”「」]|->|=>|[,.:](?=\s|$)|[.](?!\d)|:(?!\d)/y],
  ['number', /\d{1,40}(?:[.,]\d{1,40}){0,10}|\.\d{1,40}/y],
  ['unit', new RegExp(`${UNIT_MARK}[^${UNIT_MARK}]{0,2000}${UNIT_MARK}`, 'y')],
  ['operator', new RegExp(`\\*\\*|[-+*/^–±${MIXED}]`, 'y')],
  ['open', /[([]/y],
  ['close', /[)\]]/y],
  ['relation', /[=≈]/y],
  ['percent', /[%％]/y],
  ['currency', /[$€£¥₹￥¤]|US\$/y],
  ['factorial', /!(?=\s?[-+*/^=≈)\].,!])/y],
  ['end', /!/y],
  ['root', /√|sqrt(?=\s*\()/y],
  ['pi', /π|pi\b/y],
  ['unit', /°[CF]?/y],
  // Han is written without spaces: one sign after the other makes no word of its own.
  ['word', /\p{Script=Han}{1,40}|(?!\p{Script=Han})\p{L}(?:(?!\p{Script=Han})[\p{L}\p{M}'’]){0,60}/uy],
];
const WORDS_FOR_OPERATORS: ReadonlyMap<string, string> = new Map([
  ['times', '*'],
  ['plus', '+'],
  ['minus', '-'],
  ['乘以', '*'],
  ['加上', '+'],
  ['减去', '-'],
  ['除以', '/'],
]);

/** Takes plain text apart; every character belongs to a token or is white space. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let spaced = false;
  while (at < text.length) {
    const sign = text[at] as string;
    if (sign === ' ' || sign === '\t') {
      spaced = true;
      at++;
      continue;
    }
    const token = next(text, at, spaced) ?? { kind: 'strange', text: sign, spaced, at };
    tokens.push(timesSign(token, tokens, text));
    at += token.text.length;
    spaced = false;
  }
  return tokens;
}

function next(text: string, at: number, spaced: boolean): Token | null {
  for (const [kind, rule] of RULES) {
    rule.lastIndex = at;
    const found = rule.exec(text)?.[0];
    if (found === undefined || found === '') continue;
    const operator = kind === 'word' ? WORDS_FOR_OPERATORS.get(found.toLowerCase()) : undefined;
    // The text of a token keeps its length, so that the reader goes on at the right place.
    if (operator !== undefined) return { kind: 'operator', text: operator.padEnd(found.length), spaced, at };
    return { kind, text: found, spaced, at };
  }
  return null;
}

/** `4 x 5` is a product, `4x + 5` is not. */
function timesSign(token: Token, before: readonly Token[], text: string): Token {
  if (token.kind !== 'word' || !/^[xX]$/.test(token.text)) return token;
  const last = before.at(-1)?.kind;
  const follows = /^[ \t]*[$€£¥]?[ \t]?[\d(]/.exec(text.slice(token.at + 1, token.at + 6))?.[0];
  if (
    follows === undefined ||
    !(last === 'number' || last === 'close' || last === 'word' || last === 'unit')
  ) {
    return token;
  }
  if (follows.endsWith('(') && !token.spaced) return token;
  return { ...token, kind: 'operator', text: '*' };
}
