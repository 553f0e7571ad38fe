/** One result of the doctor. `what` and `mend` may quote a server: the printer cleans them. */
export interface Finding {
  readonly level: 'ok' | 'warning' | 'problem';
  /** One sentence without a full stop. */
  readonly what: string;
  /** How to mend it; null when there is nothing to do. */
  readonly mend: string | null;
}

export interface Section {
  readonly title: string;
  readonly findings: readonly Finding[];
}

export function ok(what: string): Finding {
  return { level: 'ok', what, mend: null };
}

export function warning(what: string, mend: string): Finding {
  return { level: 'warning', what, mend };
}

export function problem(what: string, mend: string | null): Finding {
  return { level: 'problem', what, mend };
}
