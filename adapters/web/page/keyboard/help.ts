import { openDialog } from '../dom/dialog.ts';
import { h } from '../dom/element.ts';
import type { Words } from '../words/words.ts';

const MAC = /mac|iphone|ipad/i.test(navigator.platform);

/** All keys, in a dialog. */
export function showHelp(words: Words): void {
  openDialog(
    { title: words.help.title, class: 'help', closeLabel: words.close },
    h(
      'dl',
      {},
      ...words.help.rows.map(([keys, meaning]) =>
        h('div', {}, h('dt', {}, ...keyNames(keys)), h('dd', {}, meaning)),
      ),
    ),
  );
}

function keyNames(keys: string): HTMLElement[] {
  return keys.split(' ').map((key) => h('kbd', {}, MAC && key === 'Ctrl' ? '⌘' : key));
}
