import type { Readiness } from '../../switchboard.ts';

/** How far the embedded model is on its way. */
export interface EmbeddedStatus {
  readonly stage: 'looking' | 'downloading' | 'loading' | 'ready' | 'failed';
  /** One sentence for people: what is going on, or exactly what to set. */
  readonly detail: string;
  /** 0..1 while something with a known end is going on. */
  readonly progress: number | null;
}

export type OnStatus = (status: EmbeddedStatus) => void;

/** The same for callers that only ask whether an answer can be had. */
export function readinessOf(status: EmbeddedStatus): Readiness {
  const { detail, progress, stage } = status;
  const ended = stage === 'ready' || stage === 'failed';
  return { ready: stage === 'ready', detail, progress, ...(!ended && { loading: true }) };
}

/** The status as one sentence with its percentage: "Downloading the model (491 MB). 34% so far." */
export function describeStatus({ detail, progress }: EmbeddedStatus): string {
  return progress === null ? detail : `${detail} ${Math.floor(progress * 100)}% so far.`;
}
