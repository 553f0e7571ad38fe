import type { Nodes } from 'mdast';
import { walk } from '../../src/rendering/walk.ts';

/** The words of a text: runs of letters and digits. */
export function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Every word that a tree shows, in reading order: text, code, formulas, alt texts, footnote labels. */
export function shownWords(nodes: readonly Nodes[]): string[] {
  return shownText(nodes).flatMap(wordsOf);
}

/** Letters and digits that a tree shows, whatever words they are cut into. */
export function shownLetters(nodes: readonly Nodes[]): string {
  return shownWords(nodes).join('');
}

/** The tree's own texts, in reading order, without any marks. */
export function shownText(nodes: readonly Nodes[]): string[] {
  const texts: string[] = [];
  for (const node of walk(nodes)) {
    if ('value' in node) texts.push(node.value);
    else if (node.type === 'image') texts.push(node.alt ?? '');
    else if (node.type === 'footnoteReference' || node.type === 'footnoteDefinition') {
      texts.push(node.label ?? node.identifier);
    }
  }
  return texts;
}
