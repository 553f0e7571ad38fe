import { findLanguage, type LanguageCode } from '../src/translation/languages.ts';

export interface Target {
  /** Null when none was named. */
  readonly to: LanguageCode | null;
  readonly text: string;
}

/** Names are shorter; a longer beginning is text. */
const NAME_MAX_CHARACTERS = 60;
const TO = new RegExp(
  `^to\\s+(?<name>[^:：\\n]{1,${NAME_MAX_CHARACTERS}})(?<colon>[:：]|$)(?<rest>[\\s\\S]*)$`,
  'iu',
);
/** `be`, `go` and `run` are codes of languages, too. */
const CODE = /^[a-z]{2,3}$/i;

/**
 * Reads `to LANG: TEXT`. It counts only when LANG is a known language (contract §5); else all of it is text. Without
 * colon and text, LANG must be a name: for a text that stands elsewhere, in the message replied to.
 *
 * @example readTarget('to 日语：早上好') // { to: 'jpn_Jpan', text: '早上好' }
 */
export function readTarget(text: string): Target {
  const { colon, name = '', rest = '' } = TO.exec(text.trim())?.groups ?? {};
  const isText = colon === '' && CODE.test(name.trim());
  const to = isText ? null : findLanguage(name);
  return to === null ? { to, text: text.trim() } : { to, text: rest.trim() };
}
