/** What a server's one token says. */
export type ReadChoice =
  /** One number a label, in their order; they sum to 1. As the model has them: not calibrated. */
  | { readonly kind: 'probabilities'; readonly probabilities: readonly number[] }
  /** Only which one, by its index: the server told no log-probabilities. */
  | { readonly kind: 'label'; readonly index: number }
  /** None of the labels. */
  | { readonly kind: 'nothing' };

/** Where less of the probability lies on the labels than this, the model did not understand what was asked. */
const LABELLED_MASS_MIN = 0.5;

/**
 * @param tops the likeliest tokens at the answer's place; empty where the server tells none
 * @param text the answer itself
 */
export function readChoice(
  tops: readonly { readonly token: string; readonly logprob: number }[],
  text: string,
  labels: readonly string[],
): ReadChoice {
  const masses = labels.map((label) =>
    tops.reduce((sum, top) => sum + (begins(label, top.token) ? massOf(top.logprob) : 0), 0),
  );
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  if (total >= LABELLED_MASS_MIN) {
    return { kind: 'probabilities', probabilities: masses.map((mass) => mass / total) };
  }
  if (tops.length > 0) return { kind: 'nothing' };
  // Unconstrained servers dress it: " B", "B.", "(B)".
  const word = /^[\s("'*]*([^\s)"'*.,:]+)/.exec(text)?.[1] ?? '';
  const index = labels.indexOf(word);
  return index < 0 ? { kind: 'nothing' } : { kind: 'label', index };
}

/** With or without the space that many tokenizers put in front. */
function begins(label: string, token: unknown): boolean {
  const piece = typeof token === 'string' ? token.trim() : '';
  return piece !== '' && label.startsWith(piece);
}

function massOf(logprob: unknown): number {
  return typeof logprob === 'number' && !Number.isNaN(logprob) ? Math.exp(Math.min(0, logprob)) : 0;
}
