import { parseMarkdown } from '../../rendering/parse.ts';
import { walk } from '../../rendering/walk.ts';
import { codeLanguage } from './languages.ts';
import type { Block } from './protocol.ts';

/**
 * The fenced blocks of an answer in languages that are parsed.
 *
 * @param whole false where the answer was cut: its last block may be unfinished
 */
export function blocksOf(answer: string, whole: boolean): Block[] {
  const nodes = [...walk(parseMarkdown(answer).children)].filter((node) => node.type === 'code');
  const kept = whole || /(?:```|~~~)\s*$/.test(answer) ? nodes : nodes.slice(0, -1);
  return kept.flatMap(({ lang, meta, value }, index) => {
    const language = codeLanguage(lang);
    // ```diff python and the like: not the language itself.
    if (language === null || value.trim() === '' || /\bdiff\b/i.test(meta ?? '')) return [];
    return [{ language, code: value, block: index + 1 }];
  });
}
