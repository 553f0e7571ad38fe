/** Longer schemas fit no model's window, and take longer than their time. */
export const SCHEMA_MAX_CHARS = 1_000_000;

/** Why a schema cannot be used, besides what the validator says of it. */
export const TOO_DEEP = 'it is nested too deep, or its references are';
export const TOO_LARGE = `it is longer than ${SCHEMA_MAX_CHARS} characters`;
export const TOO_SLOW = 'it takes too long to be read';

/** Why an answer cannot be used, besides what a schema says of it. */
export const PROBLEMS = {
  empty: 'it is empty',
  long: 'it is too long to be checked',
  unchecked: 'it is too deep, or takes too long, to be checked',
  unreadable: 'no JSON that can be used is in it',
} as const;

/** `unfit`: the schema says what does not fit, and where. */
export type JsonProblem = keyof typeof PROBLEMS | 'unfit';
