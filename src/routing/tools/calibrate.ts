import { softmax } from '../softmax.ts';

/** A prediction made at temperature 1: a probability per class, and the index of the class that is true. */
export interface Judged {
  readonly probabilities: readonly number[];
  readonly label: number;
}

/** What the prediction would be at another temperature. */
export function reheat(probabilities: readonly number[], temperature: number): number[] {
  // Softmax undone, up to a constant that softmax takes away again.
  const logits = probabilities.map((probability) => Math.log(Math.max(probability, Number.MIN_VALUE)));
  return softmax(logits, temperature);
}

/**
 * The temperature at which these predictions are least surprised by the truth (log loss), to three digits, between
 * 0.05 and 20; 1 when there is nothing to fit.
 */
export function fitTemperature(judged: readonly Judged[]): number {
  if (judged.length === 0) return 1;
  const loss = (temperature: number) =>
    judged.reduce((sum, { probabilities, label }) => {
      const probability = reheat(probabilities, temperature)[label] ?? 0;
      return sum - Math.log(Math.max(probability, Number.MIN_VALUE));
    }, 0);
  // The loss has one minimum, so cutting thirds off the logarithm of the temperature closes in on it.
  let low = Math.log(0.05);
  let high = Math.log(20);
  while (high - low > 5e-4) {
    const third = (high - low) / 3;
    if (loss(Math.exp(low + third)) <= loss(Math.exp(high - third))) high -= third;
    else low += third;
  }
  return Number(Math.exp((low + high) / 2).toPrecision(3));
}
