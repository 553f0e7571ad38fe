import { subscript, superscript } from './scripts.ts';
import type { Atom } from './tex-atoms.ts';

/** The condition under `lim` and its like: `lim_(x→0)`. */
const CONDITION_MAX = 10;
const UNSCRIPTED = new Set<Atom['kind']>(['rel', 'bin', 'space']);
/** With a script, these stand like a letter. */
const LETTER_LIKE = new Set<Atom['kind']>(['fraction', 'number', 'words']);

/** The atom with its scripts, or null when that does not read well. */
export function withScripts(base: Atom, sub: string | undefined, sup: string | undefined): Atom | null {
  if (UNSCRIPTED.has(base.kind)) return null;
  const lowered = sub === undefined ? '' : (subscript(sub) ?? condition(base, sub));
  const raised = sup === undefined ? '' : superscript(sup);
  if (lowered === null || raised === null) return null;
  const text = base.kind === 'fraction' ? `(${base.text})` : base.text;
  return {
    kind: LETTER_LIKE.has(base.kind) ? 'ord' : base.kind,
    text: text + lowered + raised,
    loose: lowered.startsWith('_') || raised.startsWith('^'),
  };
}

function condition(base: Atom, text: string): string | null {
  const tight = text.replaceAll(' ', '');
  const named = base.kind === 'fn' && /^[a-z]/.test(base.text);
  return named && tight.length <= CONDITION_MAX ? `_(${tight})` : null;
}
