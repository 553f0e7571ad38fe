import { h } from '../dom/element.ts';
import { icon } from '../dom/icons.ts';
import type { ShownFile } from '../state/turn.ts';
import { thumbnail } from './thumbnail.ts';

/** The files of a message as they stand above its text. */
export function fileList(files: readonly ShownFile[], label: string): HTMLElement {
  return h(
    'ul',
    { class: 'files', 'aria-label': label },
    ...files.map((file) => h('li', { class: 'file', title: file.name }, preview(file))),
  );
}

function preview(file: ShownFile): Node {
  if (file.file !== undefined && file.mime.startsWith('image/')) return thumbnail(file.file, file.name);
  if (file.url !== null && file.mime.startsWith('image/')) {
    return h('img', { src: file.url, alt: file.name, loading: 'lazy', class: 'thumbnail' });
  }
  return h('span', { class: 'file-name' }, icon('attach'), h('bdi', {}, file.name));
}
