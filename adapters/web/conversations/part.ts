interface Turn {
  readonly id: string;
  readonly messageId: string;
}

export interface Part<T> {
  readonly turns: readonly T[];
  /** There are turns before these. */
  readonly earlier: boolean;
}

/**
 * The turns that a page asks for: all of them, or with `last` so many before the turn `before`, or before the end.
 *
 * @param query of the request; what makes no sense in it is as if it were not there
 */
export function partOf<T extends Turn>(turns: readonly T[], query: unknown): Part<T> {
  const { before, last } = query as { readonly before?: unknown; readonly last?: unknown };
  const at = turns.findIndex(({ id, messageId }) => id === before || messageId === before);
  const end = at === -1 ? turns.length : at;
  const count = Number(last);
  const from = Number.isInteger(count) && count > 0 ? Math.max(0, end - count) : 0;
  return { turns: turns.slice(from, end), earlier: from > 0 };
}
