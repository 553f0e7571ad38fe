import { isLanguage, type LanguageCode } from '../../translation/languages.ts';
import { ExpertError } from '../errors.ts';
import { statusError, toNllbError } from './errors.ts';

/** The two questions that are put to an `nllb-api` v4 server. */
export interface NllbService {
  /** Translates one sentence. Throws ExpertError, or the signal's reason. */
  translate(
    text: string,
    source: LanguageCode,
    target: LanguageCode,
    signal: AbortSignal,
    timeoutMs: number,
  ): Promise<string>;
  /** The language that the server takes a text for; null when it does not say. Throws only the signal's reason. */
  identify(text: string, signal: AbortSignal, timeoutMs: number): Promise<LanguageCode | null>;
  healthy(signal: AbortSignal, timeoutMs: number): Promise<boolean>;
}

/** `/language` refuses more (server/api/v4/language.py). */
const IDENTIFY_MAX_CHARACTERS = 512;

/** Codes of the service's second detector that are not FLORES-200's (language/src/lib.rs): macrolanguages. */
const DETECTED: Readonly<Record<string, LanguageCode>> = { msa_Latn: 'zsm_Latn', mon_Cyrl: 'khk_Cyrl' };

/** The same detector calls every Arabic text `arb_Latn`, whatever letters it is in. Null: nothing we know. */
function floresOf(detected: string, sample: string): LanguageCode | null {
  const code = DETECTED[detected] ?? detected;
  if (code === 'arb_Latn' && /\p{Script=Arabic}/u.test(sample)) return 'arb_Arab';
  return isLanguage(code) ? code : null;
}

/**
 * @param root the service's address without `/api`, ending in a slash
 * @param name how errors call it
 * @param apiKey for a gateway before it: the translation routes themselves want none
 */
export function createNllbService(root: URL, name: string, apiKey: string | null): NllbService {
  const headers: Record<string, string> = apiKey === null ? {} : { authorization: `Bearer ${apiKey}` };

  async function get(
    path: string,
    query: Record<string, string>,
    signal: AbortSignal,
    timeoutMs: number,
  ): Promise<unknown> {
    const limit = AbortSignal.timeout(timeoutMs);
    const url = new URL(`api/${path}`, root);
    url.search = new URLSearchParams(query).toString();
    try {
      const response = await fetch(url, {
        headers,
        redirect: 'error',
        signal: AbortSignal.any([signal, limit]),
      });
      if (!response.ok) throw statusError(response, await response.text(), name);
      return await response.json();
    } catch (error) {
      signal.throwIfAborted();
      throw toNllbError(error, name, limit.aborted);
    }
  }

  return {
    async translate(text, source, target, signal, timeoutMs) {
      const answer = await get('v4/translator', { text, source, target }, signal, timeoutMs);
      const result = (answer as { result?: unknown } | null)?.result;
      if (typeof result === 'string') return result;
      throw new ExpertError('server_error', name, 'answered without a result');
    },
    async identify(text, signal, timeoutMs) {
      const sample = text.slice(0, IDENTIFY_MAX_CHARACTERS).toWellFormed();
      const answer = await get('v4/language', { text: sample }, signal, timeoutMs).catch(() => null);
      signal.throwIfAborted();
      const language = (answer as { language?: unknown } | null)?.language;
      return typeof language === 'string' ? floresOf(language, sample) : null;
    },
    async healthy(signal, timeoutMs) {
      try {
        await get('health', {}, signal, timeoutMs);
        return true;
      } catch {
        return false;
      }
    },
  };
}
