import { inAlphabet, isAlphabet } from './alphabets.ts';
import { chemistry } from './chemistry.ts';
import { subscript, superscript } from './scripts.ts';
import { ACCENTS, FUNCTIONS, LETTERS, NEGATED, OPERATORS, RELATIONS } from './symbols.ts';
import { type Atom, isLoose, isSingle, joinAtoms } from './tex-atoms.ts';
import { type TexToken, texTokens } from './tex-tokens.ts';

/** Deeper nesting does not read well in a line. */
const DEPTH_MAX = 6;
/** The parts of a slashed fraction, and what stands below a root. */
const PART_MAX = 16;
/** The condition under `lim` and its like: `lim_(x→0)`. */
const CONDITION_MAX = 10;
const BIG_OPERATORS = /^[∑∏∐∫∬∭∮⋃⋂⨁⨂]$/u;
const SPACES = new Set([',', ':', ';', ' ', 'quad', 'qquad', 'enspace', 'thinspace']);
const NOTHING = new Set([
  '!',
  'displaystyle',
  'textstyle',
  'limits',
  'nolimits',
  'big',
  'Big',
  'bigg',
  'Bigg',
  'middle',
  'bigl',
  'bigr',
  'Bigl',
  'Bigr',
  'biggl',
  'biggr',
  'Biggl',
  'Biggr',
  'left',
  'right',
]);
const SIZED = new Set(['left', 'right', 'middle']);
const ESCAPED: Readonly<Record<string, Atom>> = {
  '{': { kind: 'open', text: '{' },
  '}': { kind: 'close', text: '}' },
  '%': { kind: 'ord', text: '%' },
  $: { kind: 'ord', text: '$' },
  '#': { kind: 'ord', text: '#' },
  '&': { kind: 'ord', text: '&' },
  _: { kind: 'ord', text: '_' },
  '|': { kind: 'ord', text: '‖' },
};
const OPENING = new Set(['langle', 'lfloor', 'lceil', 'lbrace']);
const CLOSING = new Set(['rangle', 'rfloor', 'rceil', 'rbrace']);
const ROOTS: Readonly<Record<string, string>> = { '': '√', '2': '√', '3': '∛', '4': '∜' };

/** Thrown inside, never out of `readTex`: the formula does not read well in a line. */
class Unreadable extends Error {}

/** The formula as one line of text, or null when it does not read well that way. */
export function readTex(latex: string): string | null {
  try {
    const reader = new Reader(texTokens(latex));
    return reader.line(reader.row(0));
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}

class Reader {
  readonly #tokens: readonly TexToken[];
  #at = 0;

  constructor(tokens: readonly TexToken[]) {
    this.#tokens = tokens;
  }

  line(row: readonly Atom[]): string {
    return joinAtoms(row) ?? refuse();
  }

  /** Atoms up to the closing brace of depth `depth`, or to the end for depth 0. */
  row(depth: number): Atom[] {
    if (depth > DEPTH_MAX) refuse();
    const row: Atom[] = [];
    for (;;) {
      const token = this.#tokens[this.#at];
      if (token === undefined) return depth === 0 ? row : refuse();
      if (token.kind === 'close') {
        if (depth === 0) refuse();
        this.#at += 1;
        return row;
      }
      row.push(...this.#scripted(this.#nucleus(depth), depth));
    }
  }

  #peek(): TexToken | undefined {
    return this.#tokens[this.#at];
  }

  /** One thing without its scripts. A group comes as its atoms. */
  #nucleus(depth: number): Atom[] {
    const token = this.#peek() ?? refuse();
    if (token.kind === 'sup' || token.kind === 'sub') return [{ kind: 'ord', text: '' }];
    this.#at += 1;
    switch (token.kind) {
      case 'open':
        return grouped(this.row(depth + 1));
      case 'space':
        return [{ kind: 'space', text: '' }];
      case 'words':
        return [words(token.command, token.text)];
      case 'character':
        return [this.#character(token.text)];
      case 'command':
        return this.#command(token.name, depth);
      default:
        return refuse();
    }
  }

  #character(text: string): Atom {
    if (/\d/.test(text)) return { kind: 'number', text: text + this.#restOfNumber() };
    if (/[([]/.test(text)) return { kind: 'open', text };
    if (/[)\]]/.test(text)) return { kind: 'close', text };
    if (/[=<>≤≥≠≈→⇒∈]/.test(text)) return { kind: 'rel', text };
    if (/[+*±×÷·−-]/.test(text)) return { kind: 'bin', text: text === '-' ? '−' : text };
    if (/[,;，；。、]/.test(text)) return { kind: text < '\u0080' ? 'punct' : 'ord', text };
    if (text === ':') return { kind: this.#colonKind(), text };
    if (text === "'") return { kind: 'close', text: this.#primes() };
    if (text === '~') return { kind: 'space', text: ' ' };
    if (/[\p{L}\p{N}\p{M}\p{S}.!?/|"@°′…()（）：]/u.test(text) && !/[$^`]/.test(text))
      return { kind: 'ord', text };
    return refuse();
  }

  /** As it was written: a ratio `1:2`, a map `f: A`, a set's `x : x > 0`. */
  #colonKind(): Atom['kind'] {
    if (this.#peek()?.kind !== 'space') return 'ord';
    return this.#tokens[this.#at - 2]?.kind === 'space' ? 'rel' : 'punct';
  }

  #primes(): string {
    if (characterOf(this.#peek()) !== "'") return '′';
    this.#at += 1;
    return '″';
  }

  #restOfNumber(): string {
    let rest = '';
    for (;;) {
      const next = this.#peek();
      const digitBehind = /^\d$/.test(characterOf(this.#tokens[this.#at + 1]));
      const sign = characterOf(next);
      if (/^\d$/.test(sign) || (/^[.,]$/.test(sign) && digitBehind)) rest += sign;
      else return rest;
      this.#at += 1;
    }
  }

  #command(name: string, depth: number): Atom[] {
    const escaped = ESCAPED[name];
    if (escaped !== undefined) return [escaped];
    if (SPACES.has(name)) return [{ kind: 'space', text: ' ' }];
    if (NOTHING.has(name)) {
      if (SIZED.has(name) && characterOf(this.#peek()) === '.') this.#at += 1;
      return [];
    }
    const relation = RELATIONS.get(name);
    if (relation !== undefined) return [{ kind: 'rel', text: relation }];
    const operator = OPERATORS.get(name);
    if (operator !== undefined) return [{ kind: 'bin', text: operator }];
    if (FUNCTIONS.has(name)) return [{ kind: 'fn', text: name }];
    const letter = LETTERS.get(name);
    if (letter !== undefined) return [{ kind: letterKind(name, letter), text: letter }];
    return this.#construction(name, depth);
  }

  #construction(name: string, depth: number): Atom[] {
    const accent = ACCENTS.get(name);
    if (accent !== undefined) {
      const text = this.line(this.#argument(depth));
      if (!/^\p{L}$/u.test(text)) refuse();
      return [{ kind: 'ord', text: (text + accent).normalize('NFC') }];
    }
    if (isAlphabet(name)) {
      const row = this.#argument(depth);
      const text = this.line(row);
      return [{ kind: 'ord', text: inAlphabet(name, text) ?? (isSingle(row) ? text : refuse()) }];
    }
    switch (name) {
      case 'frac':
      case 'dfrac':
      case 'tfrac':
        return [this.#fraction(depth)];
      case 'sqrt':
        return [this.#root(depth)];
      case 'boxed':
      case 'mathrm':
      case 'mathit':
      case 'mathsf':
        return this.#argument(depth);
      case 'pmod':
        return [{ kind: 'rel', text: `(mod ${this.line(this.#argument(depth))})` }];
      case 'not':
        return [{ kind: 'rel', text: NEGATED.get(this.line(this.#argument(depth))) ?? refuse() }];
      default:
        return refuse();
    }
  }

  #fraction(depth: number): Atom {
    const [above, below] = [this.#argument(depth), this.#argument(depth)];
    const [over, under] = [this.line(above), this.line(below)];
    if ([over, under].some((part) => part === '' || part.length > PART_MAX || part.includes('/'))) refuse();
    const plain = isSingle(below) || /^[d∂]\p{L}$/u.test(under);
    const top = isLoose(above) ? `(${over})` : over;
    return { kind: 'fraction', text: `${top}/${plain ? under : `(${under})`}` };
  }

  #root(depth: number): Atom {
    const sign = ROOTS[this.#option()] ?? refuse();
    const row = this.#argument(depth);
    const text = this.line(row);
    if (text === '' || text.length > PART_MAX || text.includes('√')) refuse();
    return { kind: 'ord', text: isSingle(row) ? sign + text : `${sign}(${text})` };
  }

  /** What stands in `[…]`, as far as it is characters. */
  #option(): string {
    if (characterOf(this.#peek()) !== '[') return '';
    let text = '';
    for (this.#at += 1; ; this.#at += 1) {
      const sign = characterOf(this.#peek());
      if (sign === '') refuse();
      if (sign === ']') {
        this.#at += 1;
        return text;
      }
      text += sign;
    }
  }

  #argument(depth: number): Atom[] {
    while (this.#peek()?.kind === 'space') this.#at += 1;
    const token = this.#peek();
    if (token === undefined || token.kind === 'sup' || token.kind === 'sub') refuse();
    if (depth >= DEPTH_MAX) refuse();
    if (token?.kind === 'character') {
      // TeX takes one digit here: `\frac12`.
      this.#at += 1;
      return /\d/.test(token.text) ? [{ kind: 'number', text: token.text }] : [this.#character(token.text)];
    }
    return this.#nucleus(depth + 1);
  }

  #scripted(nucleus: Atom[], depth: number): Atom[] {
    let sub: string | undefined;
    let sup: string | undefined;
    for (;;) {
      const token = this.#peek();
      if (token?.kind === 'sup' && sup === undefined) {
        this.#at += 1;
        sup = this.line(this.#argument(depth));
      } else if (token?.kind === 'sub' && sub === undefined) {
        this.#at += 1;
        sub = this.line(this.#argument(depth));
      } else break;
    }
    if (sub === undefined && sup === undefined) return nucleus;
    // `{}^{14}C`: a script before what it belongs to.
    const base =
      nucleus.length === 0
        ? { kind: 'ord' as const, text: '' }
        : nucleus.length === 1
          ? nucleus[0]
          : undefined;
    if (base === undefined || base.kind === 'rel' || base.kind === 'bin' || base.kind === 'space')
      return refuse();
    const lowered = sub === undefined ? '' : (subscript(sub) ?? condition(base, sub));
    const raised = sup === undefined ? '' : (superscript(sup) ?? refuse());
    const text = base.kind === 'fraction' ? `(${base.text})` : base.text;
    const kind =
      base.kind === 'fraction' || base.kind === 'number' || base.kind === 'words' ? 'ord' : base.kind;
    return [
      { kind, text: text + lowered + raised, loose: lowered.startsWith('_') || raised.startsWith('^') },
    ];
  }
}

/** TeX spaces what stands alone in braces like a letter: `1{,}000`. */
function grouped(row: Atom[]): Atom[] {
  const [only, ...others] = row;
  return others.length === 0 && only?.kind === 'punct' ? [{ ...only, kind: 'ord' }] : row;
}

function words(command: string, source: string): Atom {
  if (command === 'ce') return { kind: 'words', text: chemistry(source) ?? refuse() };
  if (command.startsWith('operatorname')) return { kind: 'fn', text: source.replaceAll(/\s/g, '') };
  if (command.startsWith('math')) return { kind: 'ord', text: source.replaceAll(/[\s~]/g, '') };
  return { kind: 'words', text: source.replaceAll(/[\s~]+/g, ' ') };
}

function condition(base: Atom, text: string): string {
  const tight = text.replaceAll(' ', '');
  return base.kind === 'fn' && /^[a-z]/.test(base.text) && tight.length <= CONDITION_MAX
    ? `_(${tight})`
    : refuse();
}

function letterKind(name: string, letter: string): Atom['kind'] {
  if (BIG_OPERATORS.test(letter)) return 'fn';
  if (OPENING.has(name)) return 'open';
  return CLOSING.has(name) ? 'close' : 'ord';
}

function characterOf(token: TexToken | undefined): string {
  return token?.kind === 'character' ? token.text : '';
}

function refuse(): never {
  throw new Unreadable();
}
