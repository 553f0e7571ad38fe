import type { Language } from '../src/conversation/wording.ts';
import { identifyLanguage } from '../src/translation/identify.ts';
import { findLanguage, type LanguageCode, namesOf } from '../src/translation/languages.ts';
import { parseTranslation } from '../src/translation/request.ts';
import { TEXT_OPTION } from './ask-expert.ts';
import { suggestLanguages } from './languages.ts';
import { meantText, nothingMeant } from './meant-text.ts';
import { readTarget, type Target } from './target.ts';
import type { Command, CommandCall, CommandContext } from './types.ts';

/** Of a name that is none. */
const SHOWN_CHARACTERS = 40;
const ENGLISH: LanguageCode = 'eng_Latn';
const OWN: Readonly<Record<Language, LanguageCode>> = { en: ENGLISH, zh: 'zho_Hans' };

export const translate: Command = {
  name: 'translate',
  description: { en: 'Translate; “to LANG:” names the language', zh: '翻译；可用“to 语言：”指定目标语言' },
  usage: { en: '[to LANG:] TEXT', zh: '[to 语言：] 内容' },
  options: [
    TEXT_OPTION,
    {
      name: 'to',
      kind: 'text',
      description: { en: 'The language to translate into', zh: '目标语言' },
      required: false,
      suggest: suggestLanguages,
    },
  ],
  async run(call, context) {
    const unknown = unknownTarget(call);
    if (unknown !== null) {
      const { language } = context;
      const text = { en: `I know no language “${unknown}”.`, zh: `我不认识“${unknown}”这种语言。` }[language];
      return { kind: 'say', text };
    }
    const asked = readTranslate(call);
    const meant = await meantText(asked.text, context);
    if (meant === null) return nothingMeant(call, context);
    // The person's latest message may have been a request to translate; its text is meant, not its wording.
    const text = asked.text === '' && asked.to !== null ? parseTranslation(meant.text).text : meant.text;
    const to = asked.to ?? (await usualTarget(text, context));
    return {
      kind: 'ask',
      changes: {
        text: to === null || text === '' ? text : translationRequest(to, text),
        forced: 'translate',
        withRepliedFiles: meant.replied,
      },
    };
  },
};

/** What the words and fields of a call say; `to` is null when no known language is named. */
export function readTranslate({ options, text }: CallParts): Target {
  const to = findLanguage(options.to ?? '');
  return to === null ? readTarget(text) : { to, text: text.trim() };
}

type CallParts = Pick<CommandCall, 'text' | 'options'>;

/** A field for the language holds nothing else, so what is no language there is a mistake. */
function unknownTarget({ options: { to = '' } }: CallParts): string | null {
  return to.trim() !== '' && findLanguage(to) === null ? to.trim().slice(0, SHOWN_CHARACTERS) : null;
}

/**
 * The conversation's language, else the person's; English where the text is already in it (contract §5). Null where
 * the text names a language itself, and for English into English: the expert decides then.
 */
async function usualTarget(text: string, context: CommandContext): Promise<LanguageCode | null> {
  if (parseTranslation(text).to !== null) return null;
  const { language } = await context.switchboard.settings(context.conversation);
  const usual = language ?? OWN[context.language];
  const { code } = await identifyLanguage(text);
  if (code !== usual) return usual;
  return usual === ENGLISH ? null : ENGLISH;
}

/** The form that every translation expert reads (`parseTranslation`), and people, too, in the history. */
export function translationRequest(to: LanguageCode, text: string): string {
  return `Translate into ${namesOf(to).english}: ${text}`;
}
