export type Period =
  | 'today'
  | 'yesterday'
  | 'week'
  | 'month'
  | { readonly year: number; readonly month: number };

const WEEK_DAYS = 7;
const MONTH_DAYS = 30;
const DAY_MS = 24 * 60 * 60 * 1000;

/** When something was, seen from `now`, in days of the local calendar; a month for what is older. */
export function periodOf(time: Date, now: Date): Period {
  const days = Math.round((startOfDay(now) - startOfDay(time)) / DAY_MS);
  if (days <= 0) return 'today';
  if (days === 1) return 'yesterday';
  if (days < WEEK_DAYS) return 'week';
  if (days < MONTH_DAYS) return 'month';
  return { year: time.getFullYear(), month: time.getMonth() };
}

/** Runs of items of one period, in the order that they came in. */
export function groupByPeriod<T>(
  items: readonly T[],
  timeOf: (item: T) => Date,
  now: Date,
): { readonly period: Period; readonly items: readonly T[] }[] {
  const groups: { period: Period; items: T[] }[] = [];
  for (const item of items) {
    const period = periodOf(timeOf(item), now);
    const last = groups.at(-1);
    if (last !== undefined && JSON.stringify(last.period) === JSON.stringify(period)) last.items.push(item);
    else groups.push({ period, items: [item] });
  }
  return groups;
}

function startOfDay(time: Date): number {
  return new Date(time.getFullYear(), time.getMonth(), time.getDate()).getTime();
}
