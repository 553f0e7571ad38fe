import type { Part } from './platform-port.ts';

/** One platform message of a reply, as far as deciding needs to know it. */
export interface Standing {
  readonly kind: string;
  /** `unsent`: certainly not sent yet; `unknown`: perhaps; `skipped`: the platform does not take it. */
  readonly state: 'unsent' | 'unknown' | 'sent' | 'skipped';
  /** `Part.key` of what it shows; null when that is not known. */
  readonly shown: string | null;
  /** Hash of the key that it was posted with; empty once its deletion has begun. */
  readonly posted: string;
  /** `left`: begun as a stream by an earlier process, or lost track of. */
  readonly stream: 'none' | 'open' | 'left';
  /** It cannot be edited any more; what is wanted is posted anew, at once. */
  readonly unusable: boolean;
}

export type Step =
  | { readonly call: 'find' | 'delete'; readonly index: number }
  | { readonly call: 'post' | 'edit' | 'append' | 'stop' | 'abandon'; readonly index: number };

export interface Situation {
  readonly standing: readonly Standing[];
  readonly wanted: readonly Part[];
  /** `wanted` is the final form. */
  readonly final: boolean;
  /** The part that the last call was about. */
  readonly last: number;
  /** Whether the stream of a part can go on by appending. */
  canAppend(index: number): boolean;
  hash(key: string): string;
}

/**
 * The next call that brings the reply towards `wanted`; null when nothing is to be done now. Earlier parts come
 * first, so that a person can read from the top; while the text grows, no part can keep the others waiting.
 */
export function nextStep(situation: Situation): Step | null {
  const { standing, wanted, final, last } = situation;
  const unknown = standing.findIndex(({ state }) => state === 'unknown');
  if (unknown >= 0) return { call: 'find', index: unknown };

  const wrong = standing.findIndex((message, index) => isWrong(message, wanted[index], situation));
  // From the end, so that what is left is always a beginning of the reply.
  if (wrong >= 0 && (final || wanted[wrong]?.settled || standing[wrong]?.unusable))
    return { call: 'delete', index: standing.length - 1 };

  const usable = wrong < 0 ? standing.length : wrong;
  const steps: Step[] = [];
  for (const [index, message] of standing.slice(0, usable).entries()) {
    const part = wanted[index];
    const call = part === undefined ? null : updateOf(message, part, index, situation);
    if (call !== null) steps.push({ call, index });
    // Those behind it would stand before it.
    if (message.state === 'unsent') return pick(steps, final, last);
  }
  const next = wanted[standing.length];
  if (wrong < 0 && next !== undefined && isPostable(next, final)) {
    steps.push({ call: 'post', index: standing.length });
  }
  return pick(steps, final, last);
}

function pick(steps: readonly Step[], final: boolean, last: number): Step | null {
  const other = final ? undefined : steps.find(({ index }) => index !== last);
  return other ?? steps[0] ?? null;
}

/** It cannot become what is wanted in its place. Surplus is kept until the end: the text may still grow. */
function isWrong(message: Standing, part: Part | undefined, { final, hash }: Situation): boolean {
  if (part === undefined) return final;
  if (message.unusable || message.kind !== part.kind) return true;
  return !part.editable && message.state === 'sent' && message.posted !== hash(part.key);
}

function isPostable(part: Part, final: boolean): boolean {
  return part.editable || part.settled || final;
}

function updateOf(
  { state, stream, shown }: Standing,
  part: Part,
  index: number,
  { canAppend, final }: Situation,
) {
  if (state === 'unsent') return isPostable(part, final) ? 'post' : null;
  if (state !== 'sent' || !part.editable) return null;
  if (stream === 'left') return 'abandon';
  if (stream === 'none') return shown === part.key ? null : 'edit';
  if (part.settled || final) return 'stop';
  if (shown === part.key) return null;
  return canAppend(index) ? 'append' : 'abandon';
}
