import { type LanguageCode, namesOf } from '../../translation/languages.ts';
import { parseTranslation } from '../../translation/request.ts';
import { languageOfScript } from '../../translation/scripts.ts';
import { translationOfEarlier } from './earlier-text.ts';
import { GO_ON_TURNS_MAX, unfinishedAnswer } from './go-on.ts';
import type { Layout, Profile, PromptParts } from './profile.ts';

/**
 * Hunyuan-MT: the prompts of its card, no system text, the card's sampling. Every message stands alone, but for one
 * that asks for more of the last translation, or for what was said before in another language.
 */
export const hunyuanMt: Profile = {
  id: 'hunyuan-mt',
  models: /hunyuan-?mt/i,
  outputMax: 4096,
  turnsMax: GO_ON_TURNS_MAX,
  imagesMax: 0,
  sampling: () => ({ temperature: 0.7, topP: 0.6, topK: 20, repetitionPenalty: 1.05 }),
  layout: hunyuanLayout,
};

function hunyuanLayout(parts: PromptParts): Layout {
  const unfinished = unfinishedAnswer(parts);
  if (unfinished !== null) {
    const { messages } = hunyuanLayout(unfinished.asked);
    return {
      messages: [...messages, { role: 'assistant', content: unfinished.written.join('') }],
      prefill: true,
    };
  }
  const { answerIn = null, bare } = parts.question;
  const { text, to } = translationOfEarlier(bare, parts.turns) ?? parseTranslation(bare);
  return { messages: [{ role: 'user', content: hunyuanPrompt(text, to ?? answerIn) }] };
}

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

/**
 * NLLB takes text, not a chat: its engine reads the request, finds the languages and splits the text itself. It cannot
 * write on, so what is to go on is translated anew.
 */
export const nllb: Profile = {
  id: 'nllb',
  models: /nllb/i,
  outputMax: null,
  turnsMax: GO_ON_TURNS_MAX,
  imagesMax: 0,
  sampling: () => ({}),
  layout: (parts) => ({ messages: [{ role: 'user', content: nllbRequest(parts) }] }),
};

function nllbRequest(parts: PromptParts): string {
  const unfinished = unfinishedAnswer(parts);
  if (unfinished !== null) return nllbRequest(unfinished.asked);
  const { answerIn = null, bare } = parts.question;
  const again = translationOfEarlier(bare, parts.turns);
  if (again !== null) return `to ${again.to}: ${again.text}`;
  return answerIn === null ? bare : `to ${answerIn}: ${parseTranslation(bare).text}`;
}
