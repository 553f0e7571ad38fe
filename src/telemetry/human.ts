import { styleText } from 'node:util';

const LEVELS: Readonly<Record<number, 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal'>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
};

/** A log line for eyes instead of programs: `12:00:01 warn  endpoint is down  endpoint=http://…`. */
export function humanLine(line: string): string {
  const { level, time, msg, pid: _, hostname: __, ...fields } = JSON.parse(line) as Record<string, unknown>;
  const name = LEVELS[Number(level)] ?? 'info';
  const clock = new Date(Number(time)).toTimeString().slice(0, 8);
  const rest = Object.entries(fields)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ');
  const colour = name === 'warn' ? 'yellow' : name === 'error' || name === 'fatal' ? 'red' : 'dim';
  return `${styleText('dim', clock)} ${styleText(colour, name.padEnd(5))} ${msg ?? ''}  ${styleText('dim', rest)}\n`;
}
