import { iconButton } from '../dom/button.ts';
import { fill, h } from '../dom/element.ts';
import { toast } from '../dom/toast.ts';
import type { Context } from '../layout/context.ts';
import type { Turn } from '../state/turn.ts';
import { copyButton } from './copy-button.ts';
import { editForm } from './edit-form.ts';
import { fileList } from './files.ts';

export interface QuestionPart {
  readonly element: HTMLElement;
  edit(): void;
  dispose(): void;
}

/** What the person wrote, with its files; it can be changed and asked again. */
export function questionPart(context: Context, turn: Turn): QuestionPart {
  const { chat, words } = context;
  const element = h('article', { class: 'question', 'aria-label': words.you });
  let editing = false;

  function show(): void {
    const { attachments, id, said, text } = turn.info.get();
    editing = false;
    const bubble = h('p', { class: 'bubble', dir: 'auto' }, text);
    const copy = copyButton(words.actions.copyQuestion, () => text, words);
    const change = iconButton('edit', words.actions.edit, edit, { class: 'edit' });
    const files = attachments.length > 0 && fileList(attachments, words.composer.files);
    const actions = h('div', { class: 'actions' }, copy, id !== null && !said && change);
    const line = h('div', { class: 'question-line' }, text !== '' && bubble, actions);
    fill(element, h('h2', { class: 'heard-only' }, words.you), files, line);
  }

  function edit(): void {
    if (editing || chat.running.get() !== null || turn.info.get().id === null) return;
    editing = true;
    const form = editForm(words, turn.info.get().text, {
      send(text) {
        show();
        const { attachments } = turn.info.get();
        const lost = attachments.filter(({ file, url }) => file === undefined && url === null);
        if (lost.length > 0) toast(words.messages.notAlong(lost.map(({ name }) => name).join(', ')));
        chat.edit(turn, text).catch(() => toast(words.messages.network));
      },
      cancel() {
        show();
        element.querySelector<HTMLElement>('.edit')?.focus();
      },
    });
    fill(element, form.element);
    form.focus();
  }

  let shown = '';
  const stop = turn.info.watch(({ id, said, text }) => {
    const now = JSON.stringify([id !== null, said, text]);
    if (now !== shown && !editing) show();
    shown = now;
  });
  return { element, edit, dispose: stop };
}
