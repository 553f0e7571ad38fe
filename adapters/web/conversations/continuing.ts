import type { Message } from '../../../src/conversation/types.ts';
import type { Language } from '../../../src/conversation/wording.ts';
import { SwitchboardError } from '../../../src/errors.ts';
import type { KeptTurn } from '../../../src/switchboard.ts';
import { identifyLanguage } from '../../../src/translation/identify.ts';

/**
 * What a model is asked: the experts know these words, and write on where they stopped. In the language of the
 * question, or a model would change to another in the middle.
 */
const GO_ON = {
  arb: 'تابع',
  deu: 'weiter',
  eng: 'continue',
  fra: 'continuez',
  hin: 'जारी रखें',
  ita: 'continua',
  jpn: '続けて',
  kor: '계속',
  por: 'continuar',
  rus: 'продолжай',
  spa: 'continúa',
  tur: 'devam',
  vie: 'tiếp tục',
  zho: '继续',
} as const satisfies Readonly<Record<string, string>>;

/**
 * The words and the expert that go on with an answer which was cut.
 *
 * @param latest of the conversation: a model goes on with what it said last
 * @throws SwitchboardError `bad_request` when it ended of itself, or others came after it
 */
export async function continuation(
  turn: KeptTurn,
  latest: KeptTurn | null,
  language: Language,
): Promise<Pick<Message, 'text' | 'forced' | 'origin'>> {
  if (turn.receipt.finish === 'stop') throw refusal(ENDED, language);
  if (latest?.id !== turn.id) throw refusal(NOT_LATEST, language);
  return {
    // One that goes on already says how.
    text: continuedBy(turn.origin) === null ? await goOnIn(turn.text) : turn.text,
    forced: turn.receipt.route.expert,
    origin: { continues: turn.id },
  };
}

async function goOnIn(question: string): Promise<string> {
  const { code, sure } = await identifyLanguage(question);
  // A guess among languages in Latin letters is worse than English.
  const known = sure || !code.endsWith('_Latn');
  return (known && Object.entries(GO_ON).find(([prefix]) => code.startsWith(prefix))?.[1]) || GO_ON.eng;
}

/** The turn that a turn goes on with; null for one that stands by itself. */
export function continuedBy(origin: Message['origin'] | null): string | null {
  const continues = origin?.continues;
  return typeof continues === 'string' ? continues : null;
}

const ENDED = {
  en: 'This answer came to its end. Ask for more in your own words.',
  zh: '这个回答已经写完了。想要更多，请直接说。',
};
const NOT_LATEST = {
  en: 'Only the latest answer can go on. Try this one again instead.',
  zh: '只有最新的回答可以继续。请改为重试这个回答。',
};

function refusal(sentence: Readonly<Record<Language, string>>, language: Language): SwitchboardError {
  return new SwitchboardError('bad_request', sentence[language], { param: 'turn' });
}
