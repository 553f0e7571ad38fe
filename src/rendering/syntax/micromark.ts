import type {} from 'remark-parse';
import type { Data } from 'unified';

/** The tokenizer's own types, as remark-parse hands them on. */
export type Extension = NonNullable<Data['micromarkExtensions']>[number];
type Constructs = NonNullable<NonNullable<Extension['text']>[string]>;
export type Construct = Exclude<Constructs, readonly unknown[]>;
export type Tokenizer = Construct['tokenize'];
type NativeEffects = Parameters<Tokenizer>[0];
/** The parser's own calls, with remark-math's token names, too, which its types do not list. */
export interface Effects extends Omit<NativeEffects, 'enter' | 'exit'> {
  enter(type: string, fields?: { contentType: 'content' }): { type: string };
  exit(type: string): { type: string };
}
export type State = Parameters<Tokenizer>[1];
export type Code = Parameters<State>[0];
export type Context = ThisParameterType<Tokenizer>;

/** Character codes that our grammar looks at. */
export const CHAR = {
  dollar: 36,
  asterisk: 42,
  underscore: 95,
  tilde: 126,
  parenthesis: 40,
  bracket: 91,
  backslash: 92,
  closingBracket: 93,
  closingParenthesis: 41,
} as const;

/** Line endings are below -2, the two forms of a tab -2 and -1 in micromark. */
export const isLineEnding = (code: Code): code is NonNullable<Code> => code !== null && code < -2;
export const isSpace = (code: Code): boolean => code === -2 || code === -1 || code === 32;
export const isDigit = (code: Code): boolean => code !== null && code >= 48 && code <= 57;
