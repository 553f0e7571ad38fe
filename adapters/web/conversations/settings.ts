import { PERSONAS } from '../../../src/conversation/personas.ts';
import {
  CONTEXT_MAX_TOKENS,
  CONTEXT_MIN_TOKENS,
  PERSONA_MAX_CHARACTERS,
  type Settings,
  type SettingsChange,
  TEMPERATURE_MAX,
} from '../../../src/conversation/settings.ts';
import type { Language } from '../../../src/conversation/wording.ts';
import { LANGUAGES, namesOf } from '../../../src/translation/languages.ts';
import type { SettingsPatch, WebPersona, WebSettings } from '../protocol.ts';

/** What free text is called in a list of personas. */
const OWN_WORDS = { en: 'Own words', zh: '自定义' };

/** The settings of a conversation as the page shows them, with what can be chosen. */
export function toWebSettings(settings: Settings, language: Language): WebSettings {
  const { contextTokens, expert, persona, temperature } = settings;
  const ready = PERSONAS.map(({ id, name, text }) => ({ id, name: name[language], text: text[language] }));
  return {
    persona: persona === null ? null : toWebPersona(persona, ready, language),
    personas: ready,
    language: settings.language,
    languages: LANGUAGE_NAMES[language],
    temperature,
    context_tokens: contextTokens,
    expert,
    limits: {
      temperature: [0, TEMPERATURE_MAX],
      context_tokens: [CONTEXT_MIN_TOKENS, CONTEXT_MAX_TOKENS],
      persona_characters: PERSONA_MAX_CHARACTERS,
    },
  };
}

/** Null takes a setting back, as does an empty text. */
export function toChange({ context_tokens, ...patch }: SettingsPatch): SettingsChange {
  const { expert, language, persona, temperature } = patch;
  return {
    ...(persona !== undefined && { persona }),
    ...(language !== undefined && { language }),
    ...(temperature !== undefined && { temperature }),
    ...(context_tokens !== undefined && { contextTokens: context_tokens }),
    ...(expert !== undefined && { expert }),
  };
}

function toWebPersona(
  { id, text }: NonNullable<Settings['persona']>,
  ready: readonly WebPersona[],
  language: Language,
): WebPersona {
  const name = ready.find((one) => one.id === id)?.name ?? OWN_WORDS[language];
  return { id, name, text };
}

/** In the order that its readers look for. */
function languageNames(language: Language): WebSettings['languages'] {
  const order = new Intl.Collator(language).compare;
  return LANGUAGES.map(({ code }) => {
    const { chinese, english } = namesOf(code);
    return { code, name: language === 'zh' ? chinese : english };
  }).sort((one, other) => order(one.name, other.name));
}

const LANGUAGE_NAMES = { en: languageNames('en'), zh: languageNames('zh') };
