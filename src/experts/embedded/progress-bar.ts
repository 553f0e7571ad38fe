import type { EmbeddedStatus, OnStatus } from './status.ts';

const BAR_CELLS = 24;
const CLEAR_TO_END = '\x1b[K';
/** Where no cursor can be moved, one line for so many percent. */
const STEP_PERCENT = 10;

/** The part of a terminal or a plain stream that is needed. */
export interface BarStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** One line: `Downloading … [######------] 50%`, cut to `columns`. */
export function renderStatus({ detail, progress }: EmbeddedStatus, columns: number): string {
  if (progress === null) return cut(detail, columns);
  const filled = Math.round(Math.min(Math.max(progress, 0), 1) * BAR_CELLS);
  const bar = `[${'#'.repeat(filled)}${'-'.repeat(BAR_CELLS - filled)}]`;
  const end = ` ${bar} ${Math.floor(progress * 100)}%`;
  return cut(detail, columns - end.length) + end;
}

/** Shows statuses on a stream: one line that is drawn anew on a terminal, few lines elsewhere. */
export function createProgressBar(stream: BarStream): OnStatus {
  return stream.isTTY === true ? terminalBar(stream) : plainLines(stream);
}

function terminalBar(stream: BarStream): OnStatus {
  return (status) => {
    const line = renderStatus(status, (stream.columns ?? 80) - 1);
    const goesOn = status.progress !== null && status.progress < 1;
    stream.write(`\r${line}${CLEAR_TO_END}${goesOn ? '' : '\n'}`);
  };
}

function plainLines(stream: BarStream): OnStatus {
  let last = '';
  return (status) => {
    const step = status.progress === null ? '' : Math.floor((status.progress * 100) / STEP_PERCENT);
    const now = `${status.detail}${step}`;
    if (now === last) return;
    last = now;
    stream.write(`${renderStatus(status, Number.POSITIVE_INFINITY)}\n`);
  };
}

function cut(text: string, columns: number): string {
  return text.length <= columns ? text : `${text.slice(0, Math.max(columns - 1, 0))}…`;
}
