import type { WebCommand } from '../../protocol.ts';
import { announce } from '../dom/announce.ts';
import { fill, h } from '../dom/element.ts';
import type { Context } from '../layout/context.ts';
import { matchingCommands } from './matching-commands.ts';

export interface Completion {
  readonly list: HTMLElement;
  /** Takes a key that is meant for the list; true when it did. */
  onKey(event: KeyboardEvent): boolean;
  close(): void;
}

const LIST_ID = 'commands';
const optionId = (index: number) => `command-${index}`;

/** Offers the commands that begin as what stands in the field: arrows move, Tab and Enter take one, Escape closes. */
export function createCompletion(context: Context, field: HTMLTextAreaElement): Completion {
  const { api, words } = context;
  const list = h('ul', {
    id: LIST_ID,
    class: 'commands',
    role: 'listbox',
    'aria-label': words.composer.commands,
  });
  list.hidden = true;
  // It scrolls; the keys for that are the field's, but nobody shall be kept from it.
  list.tabIndex = 0;
  let commands: Promise<readonly WebCommand[]> | null = null;
  let offered: readonly WebCommand[] = [];
  let chosen = 0;
  /** Closed by Escape: stays so until the field says something else. */
  let closedFor: string | null = null;

  field.setAttribute('aria-autocomplete', 'list');
  field.setAttribute('aria-controls', LIST_ID);
  field.addEventListener('input', () => void update());
  field.addEventListener('blur', close);

  async function update(): Promise<void> {
    const typed = field.value;
    if (!/^\s*[/／][a-z]*$/i.test(typed) || typed === closedFor) return close();
    commands ??= api.commands().catch(() => {
      commands = null;
      return [];
    });
    const all = await commands;
    if (field.value !== typed || document.activeElement !== field) return;
    offered = matchingCommands(all, typed);
    chosen = 0;
    show();
    if (offered.length > 0) announce(words.composer.commandsFound(offered.length));
  }

  function show(): void {
    list.hidden = offered.length === 0;
    if (list.hidden) {
      field.removeAttribute('aria-activedescendant');
      return;
    }
    fill(
      list,
      ...offered.map((command, index) =>
        h(
          'li',
          {
            id: optionId(index),
            role: 'option',
            'aria-selected': index === chosen,
            onpointerdown: (event) => {
              // The field keeps the focus.
              event.preventDefault();
              take(command);
            },
          },
          h('span', { class: 'command' }, `/${command.name}`, command.usage && h('small', {}, command.usage)),
          h('span', { class: 'detail' }, command.description),
        ),
      ),
    );
    field.setAttribute('aria-activedescendant', optionId(chosen));
    list.children[chosen]?.scrollIntoView({ block: 'nearest' });
  }

  function take({ insert }: WebCommand): void {
    field.value = insert;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    close();
    field.focus();
  }

  function close(): void {
    offered = [];
    show();
  }

  function onKey(event: KeyboardEvent): boolean {
    const command = offered[chosen];
    if (command === undefined || event.isComposing) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      chosen = (chosen + step + offered.length) % offered.length;
      show();
    } else if (event.key === 'Escape') {
      closedFor = field.value;
      close();
    } else if (event.key === 'Tab' && !event.shiftKey) take(command);
    // A command that stands there whole is sent.
    else if (event.key === 'Enter' && !event.shiftKey && field.value.trim() !== `/${command.name}`)
      take(command);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  return { list, onKey, close };
}
