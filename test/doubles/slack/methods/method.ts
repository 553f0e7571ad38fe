import type { Call } from '../call.ts';

/** Answers a call with what comes beside `ok: true`; throws a `Refusal`. */
export type Method = (call: Call) => object;

export type Methods = Readonly<Record<string, Method>>;
