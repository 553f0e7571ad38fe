import type { PageLanguage } from '../../protocol.ts';
import { en, type Words } from './en.ts';
import { zh } from './zh.ts';

export type { Words } from './en.ts';

export function wordsFor(language: PageLanguage): Words {
  return { en, zh }[language];
}
