import { identifyLanguage } from '../../translation/identify.ts';
import type { LanguageCode } from '../../translation/languages.ts';
import { languageOfScript } from '../../translation/scripts.ts';

/** Fewer letters (or a third of that in Han, kana and Hangul) tell no language reliably. */
const LEAST_LETTERS = 40;
const LEAST_DENSE = 6;
/** Languages that even people mix up, and what `eld` has only one of. Each is a language's ISO 639-3 code. */
const ALIKE: readonly (readonly string[])[] = [
  ['nob', 'nno', 'dan', 'nor'],
  ['hrv', 'bos', 'srp', 'slv', 'mne'],
  ['zsm', 'ind', 'min', 'jav', 'sun', 'ban', 'bug', 'ace'],
  ['hin', 'npi', 'mar', 'mai', 'bho', 'awa', 'hne', 'mag', 'san', 'kas'],
  ['pes', 'prs', 'urd', 'ckb', 'pbt', 'uig', 'snd', 'azb', 'pnb'],
  ['spa', 'glg', 'cat', 'ast', 'por', 'oci', 'lmo'],
  ['ces', 'slk'],
  ['rus', 'bul', 'mkd', 'srp', 'bel', 'ukr', 'kaz', 'kir', 'tat', 'bak', 'tgk', 'khk'],
  ['tur', 'azj', 'uzn', 'tuk', 'crh'],
  ['nld', 'afr', 'lim', 'fry'],
  ['ben', 'asm'],
  ['tgl', 'ceb', 'ilo', 'war', 'pag'],
  ['arb', 'ary', 'arz', 'apc', 'acm', 'acq', 'aeb', 'ajp', 'ars'],
];
/** ISO 639-3 codes of the 60 languages that `eld` knows; a text in another is judged by its script alone. */
const KNOWN = new Set(
  'amh arb azj bel bul ben cat ces dan deu ell eng spa est eus pes fin fra guj heb hin hrv hun hye isl ita jpn kat kan kor ckb lao lit lvs mal mar zsm nld nob ory pan pol por ron rus slk slv als srp swe tam tel tha tgl tur ukr urd vie yor zho'.split(
    ' ',
  ),
);

/**
 * Whether a text is in a language: null where that cannot be told, as for few words or languages that look alike.
 *
 * @param words without code and addresses
 */
export async function isIn(
  words: string,
  to: LanguageCode,
): Promise<{ readonly yes: boolean | null; readonly seen: LanguageCode }> {
  const byScript = languageOfScript(words);
  const dense =
    words.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu)?.length ?? 0;
  const letters = words.match(/\p{L}/gu)?.length ?? 0;
  if (letters < LEAST_LETTERS && dense < LEAST_DENSE) return { yes: null, seen: byScript };
  const scriptHere = byScript.slice(-4);
  if (!sameScript(scriptHere, to.slice(-4))) {
    // Serbian, Kazakh and others are written in more than one.
    const isOther = letters >= LEAST_LETTERS / 2 || dense >= LEAST_DENSE;
    const isFree =
      /Latn|Cyrl|Arab/.test(scriptHere) && /Latn|Cyrl|Arab/.test(to.slice(-4)) && !KNOWN.has(to.slice(0, 3));
    return { yes: isOther && !isFree ? false : null, seen: byScript };
  }
  // A script that one language has to itself.
  if (!/Latn|Cyrl|Arab|Deva|Beng|Ethi|Hebr/.test(scriptHere)) return { yes: true, seen: byScript };
  const { code, sure } = await identifyLanguage(words);
  if (code.slice(0, 3) === to.slice(0, 3) || areAlike(code, to)) return { yes: true, seen: code };
  // Languages that `eld` does not know look like their relatives to it.
  return { yes: sure && KNOWN.has(to.slice(0, 3)) ? false : null, seen: code };
}

function sameScript(one: string, other: string): boolean {
  const plain = (script: string) => (script === 'Hant' ? 'Hans' : script);
  return plain(one) === plain(other);
}

function areAlike(one: LanguageCode, other: LanguageCode): boolean {
  return ALIKE.some((group) => group.includes(one.slice(0, 3)) && group.includes(other.slice(0, 3)));
}
