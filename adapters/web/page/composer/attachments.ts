import { iconButton } from '../dom/button.ts';
import { fill, h } from '../dom/element.ts';
import { toast } from '../dom/toast.ts';
import type { Context } from '../layout/context.ts';
import { thumbnail } from '../messages/thumbnail.ts';
import { checkFiles } from './check-files.ts';
import { bytesInWords } from './file-size.ts';
import { type ReadFile, readFile } from './read-file.ts';

export interface Attachments {
  /** The files that are attached, with a cross each. */
  readonly strip: HTMLElement;
  readonly button: HTMLElement;
  add(files: readonly File[]): Promise<void>;
  readonly files: () => readonly ReadFile[];
  clear(): void;
}

/** Files that go with the next message; their limits are told before anything is sent. */
export function createAttachments(context: Context): Attachments {
  const { status, words } = context;
  const strip = h('ul', { class: 'files', 'aria-label': words.composer.files, hidden: true });
  let files: readonly ReadFile[] = [];

  function show(): void {
    strip.hidden = files.length === 0;
    fill(strip, ...files.map(row));
  }

  function row(file: ReadFile): HTMLElement {
    const picture = file.mime.startsWith('image/') && file.mime !== 'image/svg+xml' && file.file;
    const remove = iconButton('close', words.composer.removeFile(file.name), () => {
      files = files.filter((other) => other !== file);
      show();
      document.getElementById('text')?.focus();
    });
    return h(
      'li',
      { class: picture ? 'file picture' : 'file' },
      picture
        ? thumbnail(picture, file.name)
        : h('span', { class: 'file-name' }, h('bdi', {}, file.name), h('small', {}, bytesInWords(file.size))),
      remove,
    );
  }

  async function add(more: readonly File[]): Promise<void> {
    if (more.length === 0) return;
    if (status.get().status === null) await status.look();
    const limits = status.get().status?.limits;
    if (limits === undefined) return toast(words.messages.network);
    const { refusals, taken } = checkFiles(files, more, limits, words);
    for (const words of refusals) toast(words);
    const read = await Promise.all(taken.map((file) => readFile(file).catch(() => null)));
    for (const [index, file] of taken.entries()) {
      if (read[index] === null) toast(words.composer.notReadable(file.name));
    }
    files = [...files, ...read.filter((file) => file !== null)];
    show();
  }

  const input = h('input', { type: 'file', multiple: true, hidden: true, tabIndex: -1 });
  input.addEventListener('change', async () => {
    await add([...(input.files ?? [])]);
    input.value = '';
  });
  const open = iconButton('attach', words.composer.attach, () => input.click(), { id: 'attach' });
  context.onUnmount(
    status.watch(({ status }) => {
      const limits = status?.limits;
      if (limits === undefined) return;
      input.accept = [...limits.picture_types, 'text/*', ...limits.text_extensions].join(',');
      open.title = words.composer.attachUpTo(limits.attachments, bytesInWords(limits.total_bytes));
    }),
  );
  return {
    strip,
    button: h('span', { class: 'attach' }, open, input),
    add,
    files: () => files,
    clear() {
      files = [];
      show();
    },
  };
}
