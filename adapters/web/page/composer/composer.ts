import { fill, h } from '../dom/element.ts';
import { icon } from '../dom/icons.ts';
import { toast } from '../dom/toast.ts';
import { isTouch } from '../dom/touch.ts';
import { type Context, watch } from '../layout/context.ts';
import { type ExpertPicker, expertPicker } from '../picker/expert-picker.ts';
import { keepDraft, readDraft } from '../state/drafts.ts';
import { createAttachments } from './attachments.ts';
import { createCompletion } from './completion.ts';
import { takeDrops } from './drop.ts';
import { growField, isSendKey } from './field.ts';

export interface Composer {
  readonly element: HTMLElement;
  readonly picker: ExpertPicker;
  focus(): void;
  /** Sends a text as if it had been typed. */
  ask(text: string): void;
}

/** Where a message is written: field, files, expert, and the button that sends or stops. */
export function createComposer(context: Context, editLast: () => boolean): Composer {
  const { chat, status, words } = context;
  const said = words.composer;
  const field = h('textarea', { id: 'text', rows: 1, dir: 'auto', 'aria-label': said.label });
  const send = h('button', { type: 'submit', id: 'send', class: 'send' });
  const attachments = createAttachments(context);
  const completion = createCompletion(context, field);
  const picker = expertPicker(context);
  const form = h(
    'form',
    { id: 'composer', class: 'composer' },
    completion.list,
    attachments.strip,
    field,
    h('div', { class: 'composer-tools' }, attachments.button, picker.element, send),
  );
  const element = h('div', { class: 'composer-place column' }, form, h('p', { class: 'hint' }, said.hint));

  const submit = () => {
    if (chat.running.get() !== null) return;
    const text = field.value;
    const files = attachments.files();
    if (text.trim() === '' && files.length === 0) return;
    const most = status.get().status?.limits.text_characters ?? Number.POSITIVE_INFINITY;
    if (text.length > most) return toast(said.tooLong(most.toLocaleString()));
    ask(text);
  };

  function ask(text: string): void {
    if (chat.running.get() !== null) return;
    const { id } = chat.state.get();
    const files = attachments.files();
    field.value = '';
    field.dispatchEvent(new Event('input', { bubbles: true }));
    attachments.clear();
    keepDraft(id, '');
    context.goTo(id);
    chat.send({ text, files, expert: chat.settings.get()?.expert ?? null });
    if (!isTouch()) field.focus();
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (chat.running.get() === null) submit();
    else chat.stop().catch(() => toast(words.messages.network));
  });
  // A press beside the buttons is meant for the field.
  form.addEventListener('click', ({ target }) => {
    if (target === form || (target as Element).className === 'composer-tools') field.focus();
  });
  field.addEventListener('keydown', (event) => {
    if (completion.onKey(event)) return;
    if (isSendKey(event)) {
      event.preventDefault();
      if (chat.running.get() !== null) toast(said.busy);
      else submit();
    } else if (event.key === 'ArrowUp' && field.value === '' && !event.isComposing) {
      if (editLast()) event.preventDefault();
    }
  });
  field.addEventListener('input', () => keepDraft(chat.state.get().id, field.value));
  field.addEventListener('paste', (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    void attachments.add(files);
  });
  growField(field);
  // All of the page takes files; only the composer says so.
  takeDrops(
    document.body,
    (files) => void attachments.add(files),
    (over) => {
      if (over) form.dataset.drop = said.drop;
      else delete form.dataset.drop;
    },
    context.onUnmount,
  );

  let conversation = '';
  watch(context, chat.state, ({ id }) => {
    if (id === conversation) return;
    conversation = id;
    field.value = readDraft(id);
    completion.close();
    attachments.clear();
  });
  watch(context, chat.running, (turn) => {
    const label = turn === null ? said.send : said.stop;
    send.classList.toggle('stop', turn !== null);
    send.title = label;
    send.setAttribute('aria-label', label);
    fill(send, icon(turn === null ? 'send' : 'stop'));
  });
  watch(context, chat.settings, (settings) => {
    const expert = settings?.expert ?? null;
    field.placeholder = expert === null ? said.placeholder : said.placeholderFor(words.experts[expert]);
  });
  return { element, picker, focus: () => field.focus(), ask };
}
