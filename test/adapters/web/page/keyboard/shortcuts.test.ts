import { expect, test } from 'vitest';
import { shortcutOf } from '../../../../../adapters/web/page/keyboard/shortcuts.ts';

const NONE = { altKey: false, code: '', ctrlKey: false, metaKey: false, shiftKey: false };
const ctrl = { ...NONE, ctrlKey: true };

test.each([
  ['Ctrl+K', { ...ctrl, key: 'k' }, 'search'],
  ['Cmd+K', { ...NONE, metaKey: true, key: 'k' }, 'search'],
  ['Ctrl+Shift+O', { ...ctrl, shiftKey: true, key: 'O' }, 'newChat'],
  ['Ctrl+K on a Cyrillic layout', { ...ctrl, key: 'л', code: 'KeyK' }, 'search'],
  ['Ctrl+,', { ...ctrl, key: ',' }, 'settings'],
  ['Escape', { ...NONE, key: 'Escape' }, 'stop'],
  ['Ctrl+C, which is the browser’s', { ...ctrl, key: 'c' }, null],
  ['AltGr+K, which writes a letter', { ...ctrl, altKey: true, key: 'k' }, null],
] as const)('%s, also while somebody writes', (_, key, shortcut) => {
  expect(shortcutOf(key, true)).toBe(shortcut);
  expect(shortcutOf(key, false)).toBe(shortcut);
});

test.each([
  ['?', 'help'],
  ['/', 'focusField'],
] as const)('%s is a letter where somebody writes', (key, shortcut) => {
  expect(shortcutOf({ ...NONE, shiftKey: key === '?', key }, true)).toBeNull();
  expect(shortcutOf({ ...NONE, shiftKey: key === '?', key }, false)).toBe(shortcut);
});
