/**
 * A part of a formula as text, and how it stands to its neighbours: `ord` is a letter or number, `fraction` a
 * slashed one, `fn` a function or big operator, `bin` an operator, `rel` a relation, `words` plain text.
 */
export interface Atom {
  readonly kind:
    | 'ord'
    | 'number'
    | 'fraction'
    | 'fn'
    | 'bin'
    | 'rel'
    | 'open'
    | 'close'
    | 'punct'
    | 'space'
    | 'words';
  readonly text: string;
  /** Ends in a plain subscript, so a letter behind it would seem part of it. */
  readonly loose?: boolean;
}

const VALUE = new Set<Atom['kind'] | undefined>(['ord', 'number', 'fraction', 'close', 'words']);
const OPERAND = new Set<Atom['kind'] | undefined>(['ord', 'number', 'fraction', 'fn']);

/** The atoms as one line, spaced as TeX spaces them; null when they do not read well side by side. */
export function joinAtoms(row: readonly Atom[]): string | null {
  const atoms = row.filter((atom) => atom.kind !== 'space' || atom.text !== '');
  let line = '';
  for (const [index, atom] of atoms.entries()) {
    const before = atoms[index - 1];
    const after = atoms[index + 1];
    if (atom.kind === 'space') {
      line = line.endsWith(' ') ? line : `${line} `;
      continue;
    }
    // `2 1/2` could be a sum or a product.
    if (atom.kind === 'fraction' && before?.kind === 'number') return null;
    const text = atom.kind === 'fraction' && crowded(before, after) ? `(${atom.text})` : atom.text;
    if (line !== '' && !line.endsWith(' ') && needsSpace(before, atom, atoms[index - 2])) line += ' ';
    line += text;
  }
  return line.trim();
}

/** Of what follows these, all is meant: `∑ 1/n` needs no brackets, `sin 1/n` does. */
const REACHES_FAR = /^(?:lim|[∑∏∐∫∬∭∮⋃⋂])/u;

/** A fraction beside a factor: `1/2x` could mean either. */
function crowded(before: Atom | undefined, after: Atom | undefined): boolean {
  const factorBefore = before?.kind === 'ord' || before?.kind === 'close' || before?.kind === 'fraction';
  const applied = before?.kind === 'fn' && !REACHES_FAR.test(before.text);
  return factorBefore || applied || OPERAND.has(after?.kind) || after?.kind === 'open';
}

function needsSpace(before: Atom | undefined, atom: Atom, twoBefore: Atom | undefined): boolean {
  if (before === undefined) return false;
  if (before.kind === 'rel' || atom.kind === 'rel') return true;
  if (atom.kind === 'words' || before.kind === 'words') return atom.kind === 'bin' || before.kind === 'bin';
  if (atom.kind === 'bin') return VALUE.has(before.kind) || before.kind === 'punct';
  if (before.kind === 'bin') return VALUE.has(twoBefore?.kind);
  if (before.kind === 'punct') return atom.kind !== 'close';
  if (atom.kind === 'fn') return before.kind !== 'open';
  if (before.kind === 'fn') return OPERAND.has(atom.kind);
  return before.loose === true && OPERAND.has(atom.kind);
}

/** Whether the row is one value that needs no brackets: a letter or a number, with its scripts. */
export function isSingle(row: readonly Atom[]): boolean {
  const [only, ...others] = row.filter((atom) => atom.kind !== 'space');
  return others.length === 0 && (only?.kind === 'ord' || only?.kind === 'number');
}

/** Whether the row is a sum, a statement or a function's value, which needs brackets to be divided. */
export function isLoose(row: readonly Atom[]): boolean {
  let depth = 0;
  for (const [index, { kind }] of row.entries()) {
    if (kind === 'open') depth += 1;
    else if (kind === 'close') depth -= 1;
    else if (depth > 0) continue;
    else if (kind === 'rel' || kind === 'punct' || kind === 'words' || kind === 'fn') return true;
    else if (kind === 'bin' && index > 0) return true;
  }
  return false;
}
