import type { Json } from './call.ts';

/**
 * The limits that a field's description states, as keywords of JSON Schema. "After entities parsing" is not read:
 * what counts there is known only once the markup is parsed.
 */
export function limitsOf(description: string): Json {
  if (/after entit(y|ies) parsing/.test(description)) return {};
  const bytes = /(\d+)-(\d+) bytes/.exec(description);
  if (bytes !== null) return { minLength: Math.min(1, Number(bytes[1])), maxBytes: Number(bytes[2]) };
  const characters = /(\d+)-(\d+) characters/.exec(description);
  if (characters !== null) return { minLength: Number(characters[1]), maxLength: Number(characters[2]) };
  const values = /Values between (\d+)-(\d+) are accepted/.exec(description);
  if (values !== null) return { minimum: Number(values[1]), maximum: Number(values[2]) };
  const items = /list of (\d+)-(\d+) /.exec(description);
  if (items !== null) return { minItems: Number(items[1]), maxItems: Number(items[2]) };
  const most = /At most (\d+) commands can be specified/.exec(description);
  return most === null ? {} : { maxItems: Number(most[1]) };
}

/** What Telegram takes, after the descriptions of the specification and `shared/references/platforms.md` §3. */
export const TELEGRAM_TAKES = {
  /** UTF-16 code units after parsing. */
  text: 4_096,
  caption: 1_024,
  richCharacters: 32_768,
  richBlocks: 500,
  richLevels: 16,
  richMedia: 50,
  tableColumns: 20,
  /** Buttons of an inline keyboard: not published; messages with more are refused [K]. */
  keyboardButtons: 100,
  callbackAnswer: 200,
  downloadBytes: 20 * 1024 * 1024,
  uploadBytes: 50 * 1024 * 1024,
  photoBytes: 10 * 1024 * 1024,
  deleteAgeMs: 48 * 60 * 60 * 1_000,
} as const;
