import type { SettingsPatch, WebSettings } from '../../protocol.ts';
import { button } from '../dom/button.ts';
import { h } from '../dom/element.ts';
import { toast } from '../dom/toast.ts';
import type { Context } from '../layout/context.ts';
import { CallError } from '../net/call.ts';
import { numberField } from './number-field.ts';
import { personaField } from './persona-field.ts';

/** Powers of two are what context lengths are thought in. */
const CONTEXT_STEP = 512;

/** What is set for one conversation; each change is kept at once. */
export function conversationSettings(context: Context, id: string, settings: WebSettings): HTMLElement {
  const { api, chat, words } = context;
  const said = words.settings;
  const saved = h('p', { class: 'saved', role: 'status' });

  async function change(patch: SettingsPatch): Promise<void> {
    saved.textContent = '';
    try {
      const next = await api.change(id, patch);
      if (id === chat.state.get().id) chat.settings.set(next);
      saved.textContent = said.saved;
    } catch (error) {
      toast((error instanceof CallError && error.words) || words.messages.network);
    }
  }

  const [coldest, hottest] = settings.limits.temperature;
  const [shortest, longest] = settings.limits.context_tokens;
  const section = h(
    'section',
    { class: 'settings' },
    h('h3', {}, said.thisChat),
    personaField(words, settings, (persona) => change({ persona })),
    languageField(),
    numberField(words, {
      id: 'temperature',
      label: said.temperature,
      help: said.temperatureHelp,
      value: settings.temperature,
      usual: 0.7,
      min: coldest,
      max: hottest,
      step: 0.1,
      onChange: (temperature) => change({ temperature }),
    }),
    numberField(words, {
      id: 'context-tokens',
      label: said.context,
      help: said.contextHelp,
      value: settings.context_tokens,
      usual: windowOf(context, shortest, longest),
      min: shortest,
      max: windowOf(context, shortest, longest),
      step: CONTEXT_STEP,
      onChange: (context_tokens) => change({ context_tokens }),
    }),
    h('div', { class: 'row' }, button(said.reset, reset, { class: 'quiet' }), saved),
  );

  function languageField(): HTMLElement {
    const select = h(
      'select',
      { id: 'answer-language' },
      h('option', { value: '' }, said.answersUsual),
      ...settings.languages.map(({ code, name }) => h('option', { value: code }, name)),
    );
    select.value = settings.language ?? '';
    select.addEventListener('change', () => void change({ language: select.value || null }));
    return h('div', { class: 'field' }, h('label', { for: 'answer-language' }, said.answers), select);
  }

  async function reset(): Promise<void> {
    await change({ persona: null, language: null, temperature: null, context_tokens: null, expert: null });
    const next = chat.settings.get();
    if (next !== null) section.replaceWith(conversationSettings(context, id, next));
  }

  return section;
}

/** More than the largest window of a model is of no use. */
function windowOf({ status }: Context, least: number, most: number): number {
  const windows = (status.get().status?.experts ?? []).map(({ window }) => window ?? 0);
  const largest = Math.max(0, ...windows);
  return largest < least ? most : Math.min(most, largest);
}
