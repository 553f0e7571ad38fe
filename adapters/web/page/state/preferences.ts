import type { PageLanguage } from '../../protocol.ts';
import { keep, readKept } from './kept.ts';
import { createStore, type Store } from './store.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** The page's language: the chosen one, else Chinese for a Chinese browser, else English. */
export function createLanguage(browserLanguage: string): Store<PageLanguage> {
  const kept = readKept('language');
  const fromBrowser = /^zh\b/i.test(browserLanguage) ? 'zh' : 'en';
  const store = createStore<PageLanguage>(kept === 'zh' || kept === 'en' ? kept : fromBrowser);
  // The first call only tells what is there: a language that nobody chose goes on following the browser.
  let chosen = kept !== null;
  store.watch((language) => {
    document.documentElement.lang = language === 'zh' ? 'zh-Hans' : 'en';
    if (chosen) keep('language', language);
    chosen = true;
  });
  return store;
}

/** Light or dark as the system has it, unless one of them was chosen. */
export function createTheme(): Store<Theme> {
  const kept = THEMES.find((theme) => theme === readKept('theme'));
  const store = createStore<Theme>(kept ?? 'system');
  store.watch((theme) => {
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    keep('theme', theme === 'system' ? null : theme);
  });
  return store;
}
