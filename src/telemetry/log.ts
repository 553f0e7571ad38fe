import { type DestinationStream, destination, type Logger, pino } from 'pino';
import { createRedactor, type Redactor } from '../config/redact.ts';
import { humanLine } from './human.ts';
import { serializeError } from './serialize-error.ts';

export interface LogOptions {
  /** A pino level, or `silent`. */
  readonly level: string;
  /** Never to be seen in a line, in any spelling (config/redact.ts). */
  readonly secrets: readonly string[];
  /** By default stderr, written synchronously, so that the last line before an exit is not lost. */
  readonly destination?: DestinationStream;
}

const STDERR = 2;

/** The process's log: one JSON object a line, secrets masked wherever they stand, errors with their causes. */
export function createLog(options: LogOptions): Logger {
  const redact = createRedactor(options.secrets);
  return pino(
    {
      level: options.level,
      serializers: { err: serializeError, error: serializeError },
      hooks: { streamWrite: (line) => redactLine(line, redact) },
    },
    options.destination ?? stderr(),
  );
}

/** JSON for programs; where a person looks on, lines for people. */
function stderr(): DestinationStream {
  const stream = destination({ dest: STDERR, sync: true });
  return process.stderr.isTTY ? { write: (line) => stream.write(humanLine(line)) } : stream;
}

/** Message text as a log field: in full where `LOG_TEXT` allows it, else only its length in characters. */
export function textField(
  allowed: { readonly text: boolean },
  text: string,
): { text: string } | { text_characters: number } {
  return allowed.text ? { text } : { text_characters: text.length };
}

/**
 * Masks in the whole line. Where that breaks the JSON (a secret of digits within a number, one with quotes around
 * it), masks value by value instead.
 */
function redactLine(line: string, redact: Redactor): string {
  const masked = redact(line);
  if (masked === line || isJson(masked)) return masked;
  // pino does not escape field names, so a quote in one makes a line that was no JSON to begin with.
  return isJson(line) ? `${JSON.stringify(redactValues(JSON.parse(line), redact))}\n` : masked;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function redactValues(value: unknown, redact: Redactor): unknown {
  if (typeof value === 'string') return redact(value);
  if (typeof value === 'number')
    return redact(String(value)) === String(value) ? value : redact(String(value));
  if (Array.isArray(value)) return value.map((item) => redactValues(item, redact));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      redact(key),
      /authorization$/i.test(key) ? '***' : redactValues(item, redact),
    ]),
  );
}
