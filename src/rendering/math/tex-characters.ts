import type { Atom } from './tex-atoms.ts';

const LETTER_LIKE = /[\p{L}\p{N}\p{M}\p{S}.!?/|"@°′…（）：，；。、]/u;
const COMMANDS_OWN = /[$^`]/;

/** How a character of the source stands in a formula, numbers, primes and colons aside; null when it cannot. */
export function characterAtom(text: string): Atom | null {
  if (/[([]/.test(text)) return { kind: 'open', text };
  if (/[)\]]/.test(text)) return { kind: 'close', text };
  if (/[=<>≤≥≠≈→⇒∈]/.test(text)) return { kind: 'rel', text };
  if (/[+*±×÷·−-]/.test(text)) return { kind: 'bin', text: text === '-' ? '−' : text };
  if (/[,;]/.test(text)) return { kind: 'punct', text };
  if (text === '~') return { kind: 'space', text: ' ' };
  return LETTER_LIKE.test(text) && !COMMANDS_OWN.test(text) ? { kind: 'ord', text } : null;
}
