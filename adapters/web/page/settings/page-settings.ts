import { button } from '../dom/button.ts';
import { h } from '../dom/element.ts';
import type { Context } from '../layout/context.ts';
import { THEMES } from '../state/preferences.ts';
import type { Store } from '../state/store.ts';

const LANGUAGES = { en: 'English', zh: '中文' } as const;

/** How the page itself looks and speaks, in this browser. */
export function pageSettings(context: Context, close: () => void): HTMLElement {
  const { api, language, status, theme, words } = context;
  const said = words.settings;
  const { signed_in = false, version = '' } = status.get().status ?? {};
  const signOut = async () => {
    await api.signOut().catch(() => {});
    location.reload();
  };
  return h(
    'section',
    { class: 'settings' },
    h('h3', {}, said.page),
    choices(
      said.theme,
      'theme',
      theme,
      THEMES.map((name) => [name, said.themes[name]] as const),
    ),
    choices(
      said.language,
      'page-language',
      language,
      Object.entries(LANGUAGES) as ['en' | 'zh', string][],
      close,
    ),
    signed_in && button(said.signOut, signOut, { class: 'quiet' }),
    version !== '' && h('p', { class: 'version' }, said.version(version)),
  );
}

function choices<T extends string>(
  label: string,
  name: string,
  store: Store<T>,
  options: readonly (readonly [T, string])[],
  onChange?: () => void,
): HTMLElement {
  return h(
    'fieldset',
    { class: 'field' },
    h('legend', {}, label),
    h(
      'div',
      { class: 'choices' },
      ...options.map(([value, words]) => {
        const radio = h('input', { type: 'radio', name, value, checked: store.get() === value });
        radio.addEventListener('change', () => {
          onChange?.();
          store.set(value);
        });
        return h('label', { class: 'choice' }, radio, h('span', {}, words));
      }),
    ),
  );
}
