import type { LanguageCode } from '../translation/languages.ts';
import type { ExpertName } from './types.ts';

/** When the bot answers in a shared channel: only where it is named, also in threads that it is in, or always. */
export const SPEAKS = ['mention', 'thread', 'always'] as const;
export type Speaks = (typeof SPEAKS)[number];

/** Who the bot is in a conversation. */
export interface Persona {
  /** Of a ready one (personas.ts); null for free text. */
  readonly id: string | null;
  /** Stands in the system text. */
  readonly text: string;
}

/** What is set for one conversation; null = as usual. */
export interface Settings {
  readonly persona: Persona | null;
  /** Who answers, unless a message forces another expert. */
  readonly expert: ExpertName | null;
  /** 0 to 2; a model that takes less gets its own most. */
  readonly temperature: number | null;
  /** How much of the conversation a prompt may hold, in tokens; never more than the model's window leaves. */
  readonly contextTokens: number | null;
  /** The language of the answers; null = that of the question. */
  readonly language: LanguageCode | null;
  readonly speaks: Speaks;
}

/**
 * A change as people write it: absent = stays, null = back to as usual. `persona` is the id or name of a ready one,
 * else the text itself; `language` a name or code in any form (`German`, 「德语」, `de`, `deu_Latn`); numbers may be
 * written out.
 */
export interface SettingsChange {
  readonly persona?: string | null;
  readonly expert?: string | null;
  readonly temperature?: number | string | null;
  readonly contextTokens?: number | string | null;
  readonly language?: string | null;
  readonly speaks?: string | null;
}

export const DEFAULT_SETTINGS: Settings = {
  persona: null,
  expert: null,
  temperature: null,
  contextTokens: null,
  language: null,
  speaks: 'thread',
};

export const TEMPERATURE_MAX = 2;
export const CONTEXT_MIN_TOKENS = 512;
/** Past the largest window that the supported models have. */
export const CONTEXT_MAX_TOKENS = 131_072;
/** Paid for in every prompt. */
export const PERSONA_MAX_CHARACTERS = 2_000;
