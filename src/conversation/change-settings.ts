import { SwitchboardError } from '../errors.ts';
import { findLanguage } from '../translation/languages.ts';
import { cleanText } from './clean.ts';
import { personaOf } from './personas.ts';
import {
  CONTEXT_MAX_TOKENS,
  CONTEXT_MIN_TOKENS,
  DEFAULT_SETTINGS,
  PERSONA_MAX_CHARACTERS,
  type Settings,
  type SettingsChange,
  SPEAKS,
  TEMPERATURE_MAX,
} from './settings.ts';
import { EXPERTS } from './types.ts';
import type { Language } from './wording.ts';

/** Back to as usual. */
const AS_USUAL = /^(?:auto|automatic|default|none|off|自动|默认|无|关闭)?$/i;
const NUMBER = /^(?<digits>\d+(?:\.\d+)?)(?<thousands>\s*k)?$/i;

type Field = keyof SettingsChange;
type Read<Name extends Field> = (written: string, language: Language) => Settings[Name];

const READ: { readonly [Name in Field]: Read<Name> } = {
  persona(written, language) {
    const text = cleanText(written).trim();
    if (text.length <= PERSONA_MAX_CHARACTERS) return personaOf(text, language);
    throw refusal('persona', language, {
      en: `A persona has ${PERSONA_MAX_CHARACTERS} characters at most; this one has ${text.length}.`,
      zh: `人设最多 ${PERSONA_MAX_CHARACTERS} 个字符，这里有 ${text.length} 个。`,
    });
  },
  expert(written, language) {
    const expert = EXPERTS.find((name) => name === written.toLowerCase());
    if (expert !== undefined) return expert;
    throw refusal('expert', language, {
      en: `There is no expert of that name. Choose one of ${EXPERTS.join(', ')}, or auto.`,
      zh: `没有这个专家。可选：${EXPERTS.join('、')}，或 auto。`,
    });
  },
  temperature(written, language) {
    const value = numberIn(written);
    if (value !== null && value >= 0 && value <= TEMPERATURE_MAX) return value;
    throw refusal('temperature', language, {
      en: `The temperature is a number from 0 (exact) to ${TEMPERATURE_MAX} (wild).`,
      zh: `温度是 0（严谨）到 ${TEMPERATURE_MAX}（奔放）之间的数字。`,
    });
  },
  contextTokens(written, language) {
    const value = numberIn(written);
    const isIn = value !== null && value >= CONTEXT_MIN_TOKENS && value <= CONTEXT_MAX_TOKENS;
    if (isIn) return Math.floor(value);
    throw refusal('contextTokens', language, {
      en: `The context length is a number of tokens from ${CONTEXT_MIN_TOKENS} to ${CONTEXT_MAX_TOKENS}.`,
      zh: `上下文长度是 ${CONTEXT_MIN_TOKENS} 到 ${CONTEXT_MAX_TOKENS} 之间的 token 数。`,
    });
  },
  language(written, language) {
    const code = findLanguage(written);
    if (code !== null) return code;
    throw refusal('language', language, {
      en: 'That language is not known here. Write its name or code, such as German or de, or auto.',
      zh: '不认识这种语言。请写语言的名称或代码，例如 德语 或 de，或 auto。',
    });
  },
  speaks(written, language) {
    const speaks = SPEAKS.find((name) => name === written.toLowerCase());
    if (speaks !== undefined) return speaks;
    throw refusal('speaks', language, {
      en: 'Choose when the bot speaks: mention (only when named), thread (also in threads that it is in) or always.',
      zh: '请选择何时发言：mention（仅被提及时）、thread（也在它参与的话题中）或 always（总是）。',
    });
  },
};

/**
 * The fields that a change touches, as they are to be kept.
 *
 * @param language of the sentence when it is refused, and of a ready persona's text
 * @throws SwitchboardError `bad_request` with the field as `param`
 * @example readChange({ language: 'German', temperature: '0.3' }, 'en') // { language: 'deu_Latn', temperature: 0.3 }
 */
export function readChange(change: SettingsChange, language: Language): Partial<Settings> {
  const fields = Object.keys(READ) as Field[];
  const touched = fields.filter((field) => change[field] !== undefined);
  return Object.fromEntries(touched.map((field) => [field, readField(field, change[field], language)]));
}

function readField(field: Field, value: SettingsChange[Field], language: Language): Settings[Field] {
  const written = String(value ?? '').trim();
  return AS_USUAL.test(written) ? DEFAULT_SETTINGS[field] : READ[field](written, language);
}

/** @example numberIn('8k') // 8192 */
function numberIn(written: string): number | null {
  const { digits, thousands } = NUMBER.exec(written)?.groups ?? {};
  if (digits === undefined) return null;
  return thousands === undefined ? Number(digits) : Number(digits) * 1024;
}

function refusal(
  param: Field,
  language: Language,
  sentence: Readonly<Record<Language, string>>,
): SwitchboardError {
  return new SwitchboardError('bad_request', sentence[language], { param });
}
