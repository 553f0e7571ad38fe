import type { SettingsChange } from '../src/conversation/settings.ts';

/** What can be set in a line; the persona has a command of its own. */
export type SettingName = 'expert' | 'temperature' | 'context' | 'language' | 'speaks';

const FIELDS: Readonly<Record<SettingName, keyof SettingsChange>> = {
  expert: 'expert',
  temperature: 'temperature',
  context: 'contextTokens',
  language: 'language',
  speaks: 'speaks',
};
const CHINESE: Readonly<Record<string, SettingName>> = {
  专家: 'expert',
  温度: 'temperature',
  上下文: 'context',
  语言: 'language',
  发言: 'speaks',
};
const NAMES = [...Object.keys(FIELDS), ...Object.keys(CHINESE)].join('|');
const ASSIGNED = new RegExp(`(?<=^|[\\s,，])(${NAMES})\\s*[=:：]\\s*`, 'giu');
const SINGLE = new RegExp(`^(?<name>${NAMES})\\s+(?<value>\\S.*)$`, 'iu');

/**
 * Reads `expert=math temperature=0.2`, or one without a sign: `language German`. Empty for nothing; null when it is
 * not understood.
 */
export function readSettingsLine(line: string): SettingsChange | null {
  const text = line.trim();
  if (text === '') return {};
  const { name: single, value: only } = SINGLE.exec(text)?.groups ?? {};
  const parts = text.split(ASSIGNED);
  if (parts.length === 1 && single !== undefined && only !== undefined) return toChange([[single, only]]);
  // What stands before the first name belongs to none.
  if (parts.length === 1 || parts[0]?.trim() !== '') return null;
  const pairs: [string, string][] = [];
  for (let at = 1; at + 1 < parts.length; at += 2) pairs.push([parts[at] ?? '', parts[at + 1] ?? '']);
  return toChange(pairs);
}

/** The fields of a form, or of a platform's own command; others are left out. */
export function readSettingsOptions(options: Readonly<Record<string, string>>): SettingsChange {
  return toChange(Object.entries(options).filter(([name]) => Object.hasOwn(FIELDS, name)));
}

function toChange(pairs: readonly (readonly [string, string])[]): SettingsChange {
  return Object.fromEntries(
    pairs.map(([written, value]) => {
      const name = written.toLowerCase();
      const field = FIELDS[(CHINESE[name] ?? name) as SettingName];
      return [field, value.replace(/[\s,，;；]+$/, '')];
    }),
  );
}
