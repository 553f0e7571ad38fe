import type { ConversationSummary } from '../../protocol.ts';
import { button, iconButton } from '../dom/button.ts';
import { openDialog } from '../dom/dialog.ts';
import { fill, h } from '../dom/element.ts';
import { openMenu } from '../dom/menu.ts';
import { toast } from '../dom/toast.ts';
import type { Context } from '../layout/context.ts';
import { exportPath } from '../net/api.ts';
import { download } from './download.ts';

/** One conversation: the way to it, and a menu of what can be done with it. */
export function conversationRow(
  context: Context,
  summary: ConversationSummary,
  open: boolean,
  goTo: (id: string | null) => void,
): HTMLElement {
  const { words } = context;
  const said = words.sidebar;
  const { excerpt, id, running } = summary;
  const title = summary.title || said.untitled;
  const link = h(
    'a',
    {
      id: `conversation-${id}`,
      href: `#c=${id}`,
      title,
      'aria-current': open ? 'page' : null,
      onclick: (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        goTo(id);
      },
    },
    h('bdi', { class: 'title' }, title),
    running && h('span', { class: 'running-dot', role: 'img', 'aria-label': said.running }),
    excerpt && h('small', { dir: 'auto' }, excerpt),
  );
  const more = iconButton(
    'more',
    said.menu(title),
    () =>
      openMenu(more, said.menu(title), [
        { label: said.rename, icon: 'edit', run: rename },
        { label: said.exportMarkdown, icon: 'down', run: () => download(exportPath(id, 'markdown')) },
        { label: said.exportJson, icon: 'down', run: () => download(exportPath(id, 'json')) },
        { label: said.remove, icon: 'close', danger: true, run: askToRemove },
      ]),
    { 'aria-haspopup': 'menu', 'aria-expanded': 'false', class: 'more', id: `more-${id}` },
  );
  const row = h('li', { class: 'conversation' }, link, more);

  function rename(): void {
    const field = h('input', {
      class: 'rename',
      value: title,
      'aria-label': said.renameLabel,
      maxLength: 200,
    });
    let over = false;
    const end = (renamed: boolean) => {
      if (over) return;
      over = true;
      const next = field.value.trim();
      fill(row, link, more);
      more.focus();
      if (!renamed || next === '' || next === title) return void context.conversations.refresh();
      fill(link, h('bdi', { class: 'title' }, next));
      context.conversations.rename(id, next).then(
        () => void context.chat.refresh(),
        () => {
          fill(link, h('bdi', { class: 'title' }, title));
          toast(words.messages.network);
        },
      );
    };
    field.addEventListener('keydown', (event) => {
      if (event.isComposing) return;
      if (event.key === 'Enter') end(true);
      if (event.key === 'Escape') end(false);
      event.stopPropagation();
    });
    field.addEventListener('blur', () => end(true));
    fill(row, field);
    field.focus();
    field.select();
  }

  function askToRemove(): void {
    const dialog = openDialog(
      { title: said.removeTitle, class: 'question-dialog', closeLabel: words.close },
      h('p', { dir: 'auto' }, said.removeText(title)),
      h(
        'div',
        { class: 'row' },
        button(words.cancel, () => dialog.close(), { class: 'quiet', autofocus: true }),
        button(said.remove, () => void remove(dialog), { class: 'danger' }),
      ),
    );
  }

  async function remove(dialog: HTMLDialogElement): Promise<void> {
    dialog.close();
    try {
      await context.conversations.remove(id);
      toast(said.removed);
      if (open) goTo(null);
    } catch {
      toast(words.messages.network);
    }
  }

  return row;
}
