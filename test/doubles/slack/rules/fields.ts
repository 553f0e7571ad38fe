import type { Json } from '../call.ts';

/** Collects what is wrong with a payload, in words. */
export type Complain = (problem: string) => void;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A string of 1..`max` characters. */
export function checkString(value: unknown, what: string, max: number, complain: Complain): void {
  if (typeof value !== 'string' || value.length === 0) complain(`${what} must be a string that is not empty`);
  else if (value.length > max) complain(`${what} has ${value.length} characters, ${max} are the limit`);
}

/** A text object of one of these types. */
export function checkText(
  value: unknown,
  what: string,
  max: number,
  complain: Complain,
  types: readonly string[] = ['plain_text'],
): void {
  if (!isObject(value) || !types.includes(String(value.type)))
    complain(`${what} must be a ${types.join(' or ')}`);
  else checkString(value.text, `${what}.text`, max, complain);
}

/** An array of 1..`max` things. */
export function checkArray(
  value: unknown,
  what: string,
  max: number,
  complain: Complain,
): readonly unknown[] {
  if (!Array.isArray(value) || value.length === 0) {
    complain(`${what} must be an array that is not empty`);
    return [];
  }
  if (value.length > max) complain(`${what} has ${value.length} items, ${max} are the limit`);
  return value;
}

export const BOTH_TEXTS = ['plain_text', 'mrkdwn'] as const;
