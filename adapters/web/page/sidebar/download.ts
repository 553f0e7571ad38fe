import { h } from '../dom/element.ts';

/** Lets the browser save what the server sends as a download. */
export function download(path: string): void {
  const link = h('a', { href: path, download: '' });
  link.click();
}
