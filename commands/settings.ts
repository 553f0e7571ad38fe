import {
  CONTEXT_MAX_TOKENS,
  CONTEXT_MIN_TOKENS,
  type Settings,
  SPEAKS,
  type Speaks,
  TEMPERATURE_MAX,
} from '../src/conversation/settings.ts';
import { EXPERTS } from '../src/conversation/types.ts';
import type { Language } from '../src/conversation/wording.ts';
import { namesOf } from '../src/translation/languages.ts';
import { changeHere } from './change.ts';
import { nameOf } from './persona.ts';
import { readSettingsLine, readSettingsOptions, type SettingName } from './settings-line.ts';
import type { Command, Form, FormField, Words } from './types.ts';

const AUTO: Words = { en: 'auto', zh: '自动' };
const AUTO_VALUE = 'auto';

const LABELS: Readonly<Record<SettingName, Words>> = {
  expert: { en: 'Expert', zh: '专家' },
  temperature: { en: 'Temperature', zh: '温度' },
  context: { en: 'Context length in tokens', zh: '上下文长度（token）' },
  language: { en: 'Language of the answers', zh: '回答的语言' },
  speaks: { en: 'When the bot speaks', zh: '何时发言' },
};
const SPEAKS_LABELS: Readonly<Record<Speaks, Words>> = {
  mention: { en: 'only when named', zh: '仅被提及时' },
  thread: { en: 'when named, and in threads that it is in', zh: '被提及时，以及它参与的话题中' },
  always: { en: 'always', zh: '总是' },
};
const USAGE: Words = {
  en: `Change it with \`/settings expert=math temperature=0.2 context=8k language=German speaks=always\`, one or several; \`auto\` is as usual. Temperature 0 to ${TEMPERATURE_MAX}, context ${CONTEXT_MIN_TOKENS} to ${CONTEXT_MAX_TOKENS}, speaks ${SPEAKS.join(', ')}.`,
  zh: `用 \`/settings expert=math temperature=0.2 context=8k language=中文 speaks=always\` 更改其中一项或几项；\`auto\` 恢复默认。温度 0 到 ${TEMPERATURE_MAX}，上下文 ${CONTEXT_MIN_TOKENS} 到 ${CONTEXT_MAX_TOKENS}，发言 ${SPEAKS.join('、')}。`,
};

const experts = [AUTO_VALUE, ...EXPERTS].map((value) => ({ value, label: { en: value, zh: value } }));
const speaking = SPEAKS.map((value) => ({ value, label: SPEAKS_LABELS[value] }));

export const settings: Command = {
  name: 'settings',
  description: {
    en: 'Expert, temperature, context, language, when the bot speaks',
    zh: '专家、温度、上下文、语言、何时发言',
  },
  usage: {
    en: '[expert=… temperature=… context=… language=… speaks=…]',
    zh: '[expert=… temperature=… context=… language=… speaks=…]',
  },
  options: (Object.keys(LABELS) as SettingName[]).map((name) => ({
    name,
    kind: 'text',
    description: LABELS[name],
    required: false,
    ...(name === 'expert' && { choices: experts }),
    ...(name === 'speaks' && { choices: speaking }),
  })),
  async run({ options, text }, context) {
    const { conversation, language, switchboard, who } = context;
    const typed = readSettingsLine(text);
    if (typed === null) return { kind: 'say', text: USAGE[language] };
    const change = { ...typed, ...readSettingsOptions(options) };
    if (Object.keys(change).length === 0) {
      const now = await switchboard.settings(conversation);
      return {
        kind: 'say',
        text: `${table(now, language)}\n\n${USAGE[language]}`,
        // A form that would be refused is not worth filling in.
        ...(switchboard.access.maySet(who) && { form: form(now, language) }),
      };
    }
    const changed = await changeHere(change, context);
    return { kind: 'say', text: 'refused' in changed ? changed.refused : table(changed.settings, language) };
  },
};

function table(now: Settings, language: Language): string {
  const persona = { en: 'Persona', zh: '人设' }[language];
  const rows = (Object.keys(LABELS) as SettingName[]).map(
    (name) => `- ${LABELS[name][language]}: ${shown(name, now, language)}`,
  );
  return [...rows, `- ${persona}: ${nameOf(now.persona, language)}`].join('\n');
}

function shown(name: SettingName, now: Settings, language: Language): string {
  if (name === 'speaks') return SPEAKS_LABELS[now.speaks][language];
  const value = writtenValue(name, now, language);
  return value === AUTO_VALUE ? AUTO[language] : value;
}

/** As it could be typed. */
function writtenValue(name: SettingName, now: Settings, language: Language): string {
  const value = name === 'context' ? now.contextTokens : now[name];
  if (value === null) return AUTO_VALUE;
  if (name !== 'language') return String(value);
  const { chinese, english } = namesOf(String(value));
  return language === 'zh' ? chinese : english;
}

function form(now: Settings, language: Language): Form {
  const fields = settings.options.map(
    ({ choices, description, name }): FormField => ({
      name,
      label: description,
      kind: choices === undefined ? 'line' : 'choice',
      value: writtenValue(name as SettingName, now, language),
      ...(choices && { choices }),
    }),
  );
  return { command: 'settings', title: { en: 'Settings', zh: '设置' }, fields };
}
