import { languageOf } from '../../conversation/wording.ts';
import { LANGUAGES } from '../../translation/languages.ts';

/** What to say of a language that the model does not know. */
export function unknownLanguage(name: string, message: string): string {
  const count = LANGUAGES.length;
  return {
    en: `I do not know the language “${name}”. I translate between ${count} languages, such as Arabic, Chinese, English, French, German, Hindi, Japanese, Portuguese, Russian, Spanish and Swahili. Name one of them, for example “to French: …”.`,
    zh: `我不认识“${name}”这种语言。我能翻译 ${count} 种语言，例如阿拉伯语、中文、英语、法语、德语、印地语、日语、葡萄牙语、俄语、西班牙语和斯瓦希里语。请指定其中一种，例如“翻译成法语：……”。`,
  }[languageOf(message)];
}
