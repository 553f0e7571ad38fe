import { inAlphabet, isAlphabet } from './alphabets.ts';
import { chemistry } from './chemistry.ts';
import { ACCENTS, NEGATED } from './symbols.ts';
import { type Atom, isLoose, isSingle, joinAtoms } from './tex-atoms.ts';
import { characterAtom } from './tex-characters.ts';
import { plainCommand, takesDelimiter } from './tex-commands.ts';
import { withScripts } from './tex-scripts.ts';
import { type TexToken, texTokens } from './tex-tokens.ts';

/** Deeper nesting does not read well in a line. */
const DEPTH_MAX = 6;
/** The parts of a slashed fraction, and what stands below a root. */
const PART_MAX = 16;
const ROOTS: ReadonlyMap<string, string> = new Map([
  ['', '√'],
  ['2', '√'],
  ['3', '∛'],
  ['4', '∜'],
]);

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
    if (text === ':') return { kind: this.#colonKind(), text };
    if (text === "'") return { kind: 'close', text: this.#primes() };
    return characterAtom(text) ?? refuse();
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
    if (takesDelimiter(name) && characterOf(this.#peek()) === '.') this.#at += 1;
    const plain = plainCommand(name);
    if (plain !== null) return plain;
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
    const sign = ROOTS.get(this.#option()) ?? refuse();
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
      if (token?.kind === 'sup') {
        if (sup !== undefined) refuse();
        this.#at += 1;
        sup = this.line(this.#argument(depth));
      } else if (token?.kind === 'sub') {
        if (sub !== undefined) refuse();
        this.#at += 1;
        sub = this.line(this.#argument(depth));
      } else break;
    }
    if (sub === undefined && sup === undefined) return nucleus;
    // `{}^{14}C`: a script before what it belongs to.
    if (nucleus.length > 1) refuse();
    const [base = { kind: 'ord', text: '' } as const] = nucleus;
    return [withScripts(base, sub, sup) ?? refuse()];
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

function characterOf(token: TexToken | undefined): string {
  return token?.kind === 'character' ? token.text : '';
}

function refuse(): never {
  throw new Unreadable();
}
