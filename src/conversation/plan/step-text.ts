import type { PlanStep } from './plan.ts';

/** What came of a step. */
export interface StepResult {
  readonly step: PlanStep;
  /** Empty when it failed. */
  readonly text: string;
  /** Why it failed, for people; null when it did not. */
  readonly failed: string | null;
}

/** What the expert of a step is asked. @param results of all steps so far, by their place in the plan */
export function stepText(
  step: PlanStep,
  message: string,
  results: readonly (StepResult | undefined)[],
): string {
  const given = step.needs.flatMap((index) => results[index]?.text ?? []);
  if (step.expert === 'translate') {
    const source = given.length > 0 ? given.join('\n\n') : quoted(step, message);
    // In the one form that also a model of plain translations takes: the language, a colon, the text.
    if (source !== null && step.to !== undefined) return `Translate into ${step.to}:\n${source}`;
  }
  const parts = [
    step.task,
    ...given.map((text, index) => `What was found before (${index + 1}):\n\n${text}`),
  ];
  // The words of the message are the material; the sentence before says which part of it is meant.
  parts.push(`The whole message that this is one part of:\n\n${message}\n\nDo only this part: ${step.task}`);
  return parts.join('\n\n');
}

/** A smaller model copies with changes; what does not stand in the message is not what the person wants translated. */
function quoted({ text }: PlanStep, message: string): string | null {
  if (text === undefined) return null;
  const plain = (words: string) => words.replace(/\s+/g, ' ');
  return plain(message).includes(plain(text)) ? text : null;
}
