import { numbersOf } from '../../checks/translation/numbers.ts';
import { findLanguage, namesOf } from '../../translation/languages.ts';
import { languageOf } from '../wording.ts';
import { materialOf } from './material.ts';
import type { PlanStep } from './plan.ts';

/** What came of a step. */
export interface StepResult {
  readonly step: PlanStep;
  /** Empty when it failed. */
  readonly text: string;
  /** Why it failed, for people; null when it did not. */
  readonly failed: string | null;
}

/** What an expert is asked. */
export interface StepWords {
  /** For a model that follows instructions. */
  readonly text: string;
  /** For one of single questions, plain translations or code alone: the task and what it is about, no word around it. */
  readonly bare: string;
}

/** What the expert of a step is asked. @param results of all steps so far, by their place in the plan */
export function stepText(
  step: PlanStep,
  message: string,
  results: readonly (StepResult | undefined)[],
): StepWords {
  const { task } = step;
  const given = step.needs.flatMap((index) => results[index]?.text ?? []);
  if (step.expert === 'translate') {
    const asked = (source: string) => `Translate into ${targetOf(step, message)}:\n${source}`;
    const source = given.length > 0 ? given.join('\n\n') : quoted(step, message);
    if (source !== null) return { text: asked(source), bare: asked(source) };
    return { text: told(task, given, message), bare: asked(materialOf(message) ?? message) };
  }
  const about = isWhole(task, message) ? [] : [materialOf(message) ?? message];
  return { text: told(task, given, message), bare: [task, ...given, ...about].join('\n\n') };
}

function told(task: string, given: readonly string[], message: string): string {
  const parts = [
    task,
    ...given.map((text, index) => `What was found before (${index + 1}):\n\n${text}`),
    // The words of the message are the material; the sentence before says which part of it is meant.
    `The whole message that this is one part of:\n\n${message}\n\nDo only this part: ${task}`,
  ];
  return parts.join('\n\n');
}

const NAMED = /\b(?:into|to|in) (\p{L}+)|[成为為用](\p{Script=Han}{1,5}[文语語])/u;

/** By its English name. Who names none reads the language of the message. */
function targetOf({ task, to }: PlanStep, message: string): string {
  if (to !== undefined) return to;
  const [, english, chinese] = NAMED.exec(task) ?? [];
  const named = findLanguage(english ?? '') ?? findLanguage(chinese ?? '');
  return named === null ? { en: 'English', zh: 'Chinese' }[languageOf(message)] : namesOf(named).english;
}

/** Whether a task says all that is to be worked on: nothing came along with the message, and it has all its numbers. */
function isWhole(task: string, message: string): boolean {
  const material = materialOf(message);
  if (material !== null) return plain(task).includes(plain(material));
  const known = new Set(numbersOf(task));
  return !message.trim().includes('\n') && numbersOf(message).every((number) => known.has(number));
}

const ELIDED = /^([\s\S]{4,}?)\s*(?:…|\.{3})\s*([\s\S]{4,})$/;

/**
 * The words of the message that a translation is to be made of: as the planner has copied them, or, of a long text, from
 * its first words to its last. A smaller model copies with changes: null for what does not stand in the message.
 */
function quoted({ text }: PlanStep, message: string): string | null {
  if (text === undefined) return null;
  if (plain(message).includes(plain(text))) return text;
  const [, first = '', last = ''] = ELIDED.exec(text) ?? [];
  if (first === '') return null;
  const from = message.indexOf(first);
  const to = message.indexOf(last, from + first.length);
  return from < 0 || to < 0 ? null : message.slice(from, to + last.length);
}

function plain(words: string): string {
  return words.replace(/\s+/g, '');
}
