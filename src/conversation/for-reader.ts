import { checkTranslation } from '../checks/translation/check.ts';
import type { Experts } from '../experts/experts.ts';
import type { Prepare } from '../experts/pool.ts';
import { identifyLanguage } from '../translation/identify.ts';
import { type LanguageCode, namesOf } from '../translation/languages.ts';
import { writeAnswer } from './answer.ts';
import { createDraft, type Draft, roundOf } from './receipt.ts';
import type { AnswerEvent, Check, ExpertName } from './types.ts';
import { translationDetail } from './verify-wording.ts';
import type { Language } from './wording.ts';

/** Says what became of an answer that its reader could not have read. */
export const LANGUAGE_CHECK = 'language';

export interface Reader {
  /** The message, whose language is the reader's. */
  readonly text: string;
  /** The language that is set for answers; it wins. */
  readonly answerIn: LanguageCode | null;
  /** Of what is said about it. */
  readonly language: Language;
}

export interface ForReaderParts {
  readonly experts: Experts;
  /** The request that has this text translated, and nothing else. */
  readonly prepare: (text: string, own: Draft) => Prepare;
}

/**
 * An answer in the reader's language, also by an expert that writes only one: its text is then not shown but
 * translated, both as steps, code and formulas untouched. Where that cannot be had, the answer stands as it was written.
 *
 * @param written what the expert writes into the draft, checks and all
 */
export async function* answerForReader(
  draft: Draft,
  written: AsyncIterable<AnswerEvent>,
  reader: Reader,
  parts: ForReaderParts,
  signal: AbortSignal,
): AsyncGenerator<AnswerEvent> {
  let to: LanguageCode | null | undefined;
  for await (const event of written) {
    const isText = event.event === 'text' || event.event === 'replace';
    if (isText && to === undefined) {
      to = draft.writesOnly === null ? null : await foreignTo(draft.writesOnly, reader);
      if (to !== null) yield stepEvent(0, draft.expert, 'running');
    }
    if (!isText || to === null) yield event;
  }
  if (to === null || to === undefined || draft.writesOnly === null) return;
  yield stepEvent(0, draft.expert, 'done');
  yield* translated(draft, { from: draft.writesOnly, to }, reader.language, parts, signal);
}

/** The reader's language, where it is another one; null where the answer can be shown as it is. */
async function foreignTo(writes: LanguageCode, { answerIn, text }: Reader): Promise<LanguageCode | null> {
  const wanted = answerIn ?? (await identifyLanguage(text));
  // Three words of a formula are no language: rather English than a wrong guess.
  const code = typeof wanted === 'string' ? wanted : wanted.sure ? wanted.code : writes;
  return code.slice(0, 3) === writes.slice(0, 3) ? null : code;
}

async function* translated(
  draft: Draft,
  { from, to }: { readonly from: LanguageCode; readonly to: LanguageCode },
  language: Language,
  { experts, prepare }: ForReaderParts,
  signal: AbortSignal,
): AsyncGenerator<AnswerEvent> {
  const { finish, text: original } = draft;
  const own = createDraft({ ...draft.route, expert: 'translate' }, performance.now());
  const kept = (why: string): AnswerEvent => {
    draft.text = original;
    draft.finish = finish;
    draft.checks.push({ name: LANGUAGE_CHECK, status: 'failed', detail: why });
    return { event: 'replace', data: { text: original } };
  };
  yield stepEvent(1, 'translate', 'running');
  draft.text = '';
  draft.finish = 'stopped';
  try {
    const request = `Translate into ${namesOf(to).english}:\n${original}`;
    for await (const event of writeAnswer(own, experts, prepare(request, own), { eyes: false }, signal)) {
      draft.text = own.text;
      if (event.event === 'text') draft.firstTokenMs ??= performance.now() - draft.startedMs;
      yield event;
    }
    draft.rounds.push(roundOf(own));
    yield stepEvent(1, 'translate', 'done');
    const verdict = await checkTranslation(original, own.text, { from, to });
    const isWhole = own.finish === 'stop';
    if (verdict.status === 'failed' || !isWhole) {
      yield kept(isWhole ? translationDetail(verdict, language) : CUT[language]);
      return;
    }
    draft.finish = finish;
    draft.checks.push(translatedCheck(language));
  } catch (error) {
    // What somebody stops stays as far as it was read.
    if (signal.aborted) throw error;
    yield stepEvent(1, 'translate', 'failed');
    yield kept(NO_TRANSLATOR[language]);
  }
}

const CUT = {
  en: 'this expert writes English only, and its translation came to the length limit',
  zh: '该专家只写英文，译文达到了长度上限',
};
const NO_TRANSLATOR = {
  en: 'this expert writes English only, and nobody could translate its answer',
  zh: '该专家只写英文，暂时没有模型能翻译它的回答',
};

function translatedCheck(language: Language): Check {
  const detail = {
    en: 'translated from English; its numbers, addresses and code are all there',
    zh: '译自英文，数字、地址和代码均保留',
  }[language];
  return { name: LANGUAGE_CHECK, status: 'passed', detail };
}

function stepEvent(
  index: number,
  expert: ExpertName,
  state: 'running' | 'done' | 'failed',
): Extract<AnswerEvent, { event: 'step' }> {
  return { event: 'step', data: { index, expert, state, of: 2 } };
}
