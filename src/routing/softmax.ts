/** Probabilities from logits; a temperature over 1 makes them less sure, under 1 surer. They sum to 1. */
export function softmax(logits: readonly number[], temperature: number): number[] {
  const highest = Math.max(...logits);
  const exponentials = logits.map((logit) => Math.exp((logit - highest) / temperature));
  const sum = exponentials.reduce((total, value) => total + value, 0);
  return exponentials.map((value) => value / sum);
}
