import type { LanguageCode } from '../../translation/languages.ts';

/**
 * The language to translate into when none was named: English. A text that already is English goes into Chinese, the
 * other language that the owner's users write; the engine knows no conversation that would say better.
 */
export function defaultTarget(source: LanguageCode): LanguageCode {
  return source === 'eng_Latn' ? 'zho_Hans' : 'eng_Latn';
}
