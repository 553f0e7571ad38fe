import { type LanguageCode, namesOf } from '../../translation/languages.ts';
import { parseTranslation } from '../../translation/request.ts';
import { languageOfScript } from '../../translation/scripts.ts';
import type { Profile } from './profile.ts';

/** Hunyuan-MT: the prompts of its card, no system text, the card's sampling. Every message stands alone. */
export const hunyuanMt: Profile = {
  id: 'hunyuan-mt',
  models: /hunyuan-?mt/i,
  outputMax: 4096,
  turnsMax: 0,
  imagesMax: 0,
  sampling: () => ({ temperature: 0.7, topP: 0.6, topK: 20, repetitionPenalty: 1.05 }),
  layout: ({ question }) => {
    const { text, to } = parseTranslation(question.bare);
    return { messages: [{ role: 'user', content: hunyuanPrompt(text, to) }] };
  },
};

function hunyuanPrompt(text: string, named: LanguageCode | null): string {
  const source = languageOfScript(text);
  // Without a language: English, and Chinese, the card's other mainstay, for what may be English already.
  const to = named ?? (source.endsWith('_Latn') ? 'zho_Hans' : 'eng_Latn');
  const { chinese, english } = namesOf(to);
  // The card has a Chinese prompt wherever Chinese is one of the two languages.
  if (source.startsWith('zho_') || to.startsWith('zho_')) {
    return `把下面的文本翻译成${chinese ?? english}，不要额外解释。\n\n${text}`;
  }
  return `Translate the following segment into ${english}, without additional explanation.\n\n${text}`;
}

/** NLLB takes text, not a chat: its engine reads the request, finds the languages and splits the text itself. */
export const nllb: Profile = {
  id: 'nllb',
  models: /nllb/i,
  outputMax: null,
  turnsMax: 0,
  imagesMax: 0,
  sampling: () => ({}),
  layout: ({ question }) => ({
    messages: [{ role: 'user', content: question.bare }],
  }),
};
