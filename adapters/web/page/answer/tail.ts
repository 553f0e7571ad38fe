import { el } from './element.ts';

/** Text as it came. */
export function plainText(text: string): HTMLElement {
  const element = el('div', 'plain', text);
  element.dir = 'auto';
  return element;
}

/** What has come and is not drawn yet, behind the rest: shown only when drawing takes long. */
export interface Tail {
  /** At the next frame; '' takes it away at once. */
  show(text: string): void;
}

export function createTail(container: HTMLElement): Tail {
  const element = plainText('');
  let wanted = '';
  let planned = false;

  function update(): void {
    planned = false;
    if (wanted === '') {
      element.remove();
      return;
    }
    if (element.parentNode === null) container.append(element);
    const { firstChild } = element;
    if (firstChild instanceof Text && wanted.startsWith(firstChild.data)) {
      firstChild.appendData(wanted.slice(firstChild.data.length));
    } else {
      element.textContent = wanted;
    }
  }

  return {
    show(text) {
      wanted = text;
      if (text === '') update();
      else if (!planned) {
        planned = true;
        requestAnimationFrame(update);
      }
    },
  };
}
