import type { Token } from './tokens.ts';

/** One side of an equation: an expression in numbers, without its units. */
export interface Side {
  readonly tokens: readonly Token[];
  readonly units: readonly string[];
  /** Index behind its last token among those it was read from. */
  readonly end: number;
  /** It says more than a number. */
  readonly computed: boolean;
  /** What stands next to it may belong to it: that it holds counts, that it does not says nothing. */
  readonly doubtful: boolean;
}

const MAX_TOKENS = 120;
/** Letters that are attached to a number and name a unit; other short ones are variables. */
const SHORT_UNITS = new Set(
  'cm mm km kg mg ml mL ft in lb oz hr hrs min mins sec ms mph kph km² usd USD pts pm am th st nd rd kW kJ Hz Pa GB MB KB lbs yd dm dL cl mi ha'.split(
    ' ',
  ),
);
/** Behind them something new begins. */
export const JOINING =
  /^(?:and|so|but|while|then|or|thus|hence|because|since|as|which|where|whereas|if|for|therefore|with|和|所以|因此|因为|而|则|且|或|即|又)$/i;

/**
 * The longest expression that begins with the first token. Null when there is none, or when what follows makes it
 * something else: a variable, an index, a sign that is not read.
 */
export function readPrefix(tokens: readonly Token[]): Side | null {
  const kept: Token[] = [];
  const units: string[] = [];
  const opened: number[] = [];
  let stop: { kept: number; units: number; end: number } | null = null;
  let wantsOperand = true;
  let afterUnit = false;
  let doubtful = false;
  let index = 0;
  const mark = () => {
    if (opened.length === 0 && !wantsOperand)
      stop = { kept: kept.length, units: units.length, end: index + 1 };
  };
  read: for (; index < tokens.length && index < MAX_TOKENS; index++) {
    const token = tokens[index] as Token;
    const following = tokens[index + 1];
    if (token.kind === 'currency') {
      if (!wantsOperand) {
        if (following?.kind === 'number') break;
        mark();
      }
      continue;
    }
    if (wantsOperand) {
      if (token.kind === 'number' || token.kind === 'pi') wantsOperand = afterUnit = false;
      else if (token.kind === 'open') opened.push(index);
      else if (token.kind === 'operator' && /^[-+–]/.test(token.text)) {
        const last = kept.at(-1);
        if (last?.kind === 'operator' && /^[-+–]/.test(last.text)) return null;
      } else if (token.kind !== 'root') {
        // "60 km / h", "$5 / hour": the word divides no number.
        const last = kept.at(-1);
        const dividesUnit = last?.text === '/' && (token.kind === 'unit' || isUnitWord(token));
        if (!dividesUnit || kept.at(-2)?.kind === 'open') return null;
        kept.pop();
        units.push(token.text);
        wantsOperand = false;
        afterUnit = true;
        mark();
        continue;
      }
      kept.push(token);
      mark();
      continue;
    }
    switch (token.kind) {
      case 'operator':
        // "= 25 and -5^2 = -25", "= -19$ -12": the sign belongs to the next number.
        if (afterUnit && /^[-+]/.test(token.text) && token.spaced && following?.spaced === false) break read;
        if (afterUnit && token.text === '^' && following !== undefined) {
          // cm^2, cm^(2)
          index += following.kind === 'open' ? 3 : 1;
          mark();
          continue;
        }
        kept.push(token);
        wantsOperand = true;
        afterUnit = false;
        continue;
      case 'close':
        if (opened.pop() === undefined) break read;
        kept.push(token);
        afterUnit = false;
        break;
      case 'percent':
      case 'factorial':
        kept.push(token);
        break;
      case 'unit':
        units.push(token.text);
        afterUnit = true;
        break;
      case 'word': {
        if (token.text === 'of' && following !== undefined && /number|currency|open/.test(following.kind)) {
          kept.push({ ...token, kind: 'operator', text: '*' });
          wantsOperand = true;
          continue;
        }
        if (JOINING.test(token.text)) break read;
        if (token.text === 'of') {
          doubtful ||= !afterUnit;
          break read;
        }
        // "= 5 a day"; but "= 5 a" is a product.
        if (!isUnitWord(token)) {
          const isArticle = /^(?:a|A|I|y|e|o)$/.test(token.text) && isLongWord(following);
          return stop !== null && token.spaced && isArticle ? side() : null;
        }
        units.push(token.text);
        afterUnit = true;
        break;
      }
      case 'open': {
        const inside = unitInParentheses(tokens, index);
        if (inside > 0) {
          units.push(tokens[index + 1]?.text ?? '');
          index += inside;
          afterUnit = true;
          break;
        }
        if (afterUnit || token.spaced) {
          doubtful ||= /number|open|root|operator/.test(following?.kind ?? '');
          break read;
        }
        kept.push({ ...token, kind: 'operator', text: '*' }, token);
        opened.push(index);
        wantsOperand = true;
        continue;
      }
      case 'root':
      case 'pi':
        if (afterUnit) break read;
        kept.push({ ...token, kind: 'operator', text: '*' }, token);
        wantsOperand = token.kind !== 'pi';
        break;
      case 'number':
        // "2^3 5^3", "16 000"
        doubtful ||= !afterUnit;
        break read;
      default:
        return null;
    }
    mark();
  }
  // An operator without anything behind it: "8 -", or a variable that was meant.
  if (wantsOperand && index < tokens.length) return null;
  return side();

  function side(): Side | null {
    if (stop === null) return null;
    const own = kept.slice(0, stop.kept);
    const computed = own.some(
      ({ kind }, place) => kind === 'root' || kind === 'factorial' || (kind === 'operator' && place > 0),
    );
    return { tokens: own, units: units.slice(0, stop.units), end: stop.end, computed, doubtful };
  }
}

/** How many tokens `(元)` or `(square miles)` is behind its opening; 0 when other things stand in there. */
function unitInParentheses(tokens: readonly Token[], at: number): number {
  let index = at + 1;
  const isUnit = (token: Token | undefined) =>
    token !== undefined && (token.kind === 'currency' || isUnitWord(token));
  while (index < at + 6 && isUnit(tokens[index])) index++;
  return index > at + 1 && tokens[index]?.kind === 'close' ? index - at : 0;
}

/** The longest expression that ends with the last token, with nothing before it that belongs to it. */
export function readSuffix(tokens: readonly Token[]): Side | null {
  const from = Math.max(0, tokens.length - MAX_TOKENS);
  for (let start = from; start < tokens.length; start++) {
    const before = tokens[start - 1];
    if (start > from && !mayPrecede(before as Token, tokens[start] as Token)) continue;
    if (start === from && from > 0) continue;
    // "log_2 8": the 2 is no end of anything.
    if (tokens[start - 1]?.kind === 'number' && /operator|strange/.test(tokens[start - 2]?.kind ?? ''))
      continue;
    const read = readPrefix(tokens.slice(start));
    if (read !== null && read.end === tokens.length - start) {
      return { ...read, doubtful: read.doubtful || isDoubtful(before, tokens.slice(0, start), read) };
    }
  }
  return null;
}

/** "in week 2 = …" names a week; "(1/2) 278 = …" is a product, but "(1) 5 + 3 = …" is a list. */
function isDoubtful(before: Token | undefined, ahead: readonly Token[], read: Side): boolean {
  if (before === undefined) return false;
  if (before.kind === 'number') return true;
  if (before.kind === 'close') return ahead.length !== 3;
  return !read.computed;
}

function isLongWord(token: Token | undefined): boolean {
  return token?.kind === 'word' && token.text.length > 1;
}

function mayPrecede(before: Token, first: Token): boolean {
  if (before.kind === 'word') {
    const isProse = isUnitWord(before) || (/^[a-z]{2,}$/i.test(before.text) && /[aeiouy]/i.test(before.text));
    return isProse && first.kind !== 'operator' && (first.kind !== 'open' || first.spaced);
  }
  if (before.kind === 'unit') return first.kind !== 'operator';
  if (before.kind === 'number' || before.kind === 'currency') return first.kind === 'number' && first.spaced;
  // "(1) 5 + 3", "a) 5 + 3"
  return before.kind === 'close' && first.spaced && (first.kind === 'number' || first.kind === 'currency');
}

function isUnitWord({ kind, text, spaced }: Token): boolean {
  if (kind !== 'word') return kind === 'unit';
  if (!/^[A-Za-z]+$/.test(text)) return !/^\p{Script=Greek}/u.test(text);
  if (SHORT_UNITS.has(text)) return true;
  if (text.length === 1) return false;
  if (/^(?:sin|cos|tan|log|ln|exp|mod|lim|max|min|gcd|lcm|det|sqrt|cot|sec|csc|abs)$/.test(text))
    return false;
  return text.length > 3 || (spaced && /[aeiou]/i.test(text));
}
