import type { CodeProblem, CodeVerdict } from '../checks/code/check-code.ts';
import { describeProblem } from '../checks/code/check-code.ts';
import type { WrongStep } from '../checks/math/check.ts';
import type { FinalAnswer } from '../checks/math/final-answer.ts';
import type { TranslationVerdict, WrongTranslation } from '../checks/translation/check.ts';
import type { Verdict } from '../checks/verdict.ts';
import type { ExpertName } from './types.ts';
import type { Language } from './wording.ts';

/** Where an error in code is, and what. The parser's own words are English. */
export function problemWords(problem: CodeProblem, language: Language): string {
  if (language === 'en') return describeProblem(problem);
  const { block, language: name, line, what } = problem;
  return `第 ${block} 个代码块（${name}）第 ${line} 行：${what}`;
}

/** What was read of an answer's code. */
export function syntaxDetail(verdict: CodeVerdict, language: Language): string {
  const { detail, parsed, status, wrong = [] } = verdict;
  if (language === 'en') return detail;
  const [first] = wrong;
  if (first !== undefined) return problemWords(first, language);
  return status === 'passed'
    ? `${parsed} 个代码块语法正确（没有运行）`
    : '没有判断代码的语法：是片段、会话或示意，或来不及读（没有运行）';
}

/** What was recomputed of an answer's arithmetic. */
export function arithmeticDetail(verdict: Verdict<WrongStep>, language: Language): string {
  const { detail, status, wrong = [] } = verdict;
  if (language === 'en') return detail;
  const [first] = wrong;
  if (first !== undefined) return `${first.text}（应为 ${first.expected}）`;
  return status === 'passed' ? '能读出的算式已重新计算，结果一致' : '没有能读出并重新计算的算式';
}

const EXCERPT_CHARACTERS = 120;

/** Of a model's own words, what a receipt can hold: one short line. */
export function excerpt(text: string): string {
  const line = text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  return line.length > EXCERPT_CHARACTERS ? `${line.slice(0, EXCERPT_CHARACTERS).toWellFormed()}…` : line;
}

/** There was no time to recompute it. */
export const NOT_COMPUTED: Readonly<Record<Language, string>> = {
  en: 'it could not be recomputed in time',
  zh: '没有来得及重新计算',
};

export const NOT_MARKED: Readonly<Record<Language, string>> = {
  en: 'the model marked no final answer',
  zh: '模型没有标出最终结果',
};

/** What a model marked as its result, and what is known of it. */
export function finalAnswerDetail(marked: string, final: FinalAnswer, language: Language): string {
  const { equation, holds } = final;
  const result = excerpt(marked);
  if (holds) {
    return {
      en: `${result} (as the model marked it; put into ${equation}, it holds)`,
      zh: `${result}（模型标出的结果；代入 ${equation} 成立）`,
    }[language];
  }
  const why =
    equation === null
      ? { en: 'the question has no single equation to put it into', zh: '题目中没有可以代入的单个方程' }
      : { en: `it is no solution of ${equation} by itself`, zh: `它本身不是 ${equation} 的解` };
  return {
    en: `${result} (as the model marked it; not verified: ${why.en})`,
    zh: `${result}（模型标出的结果；未验证：${why.zh}）`,
  }[language];
}

const WRONG_TRANSLATION: Readonly<Record<WrongTranslation['kind'], string>> = {
  language: '译文似乎不是所要的语言',
  echo: '原文没有被翻译',
  length: '译文的长度与原文相差太大',
  number: '译文中缺少原文的数字',
  code: '译文中缺少原文的代码',
  address: '译文中缺少原文的网址或地址',
  placeholder: '译文中缺少原文的占位符',
};

/** What was compared of a translation with its source. */
export function translationDetail(verdict: TranslationVerdict, language: Language): string {
  const { detail, isTold, isWhole, status, wrong = [] } = verdict;
  if (language === 'en') return detail;
  const [first] = wrong;
  if (first !== undefined) return WRONG_TRANSLATION[first.kind];
  if (status !== 'passed') return '文字太短或与别的语言太相近，无法判断译文的语言';
  const told = isTold ? '语言符合要求' : '无法确定译文的语言';
  return `${told}；原文的数字、地址、代码和占位符均保留${isWhole ? '' : '（只核对了前一部分）'}`;
}

/** A sentence that goes on. */
function open(sentence: string): string {
  return sentence.replace(/\.$/, '');
}

/**
 * Behind the detail of a check that failed at first, and holds for the answer that now stands.
 *
 * @param by who wrote it; null for the expert of the first answer
 */
export function repairedDetail(
  detail: string,
  found: string,
  by: ExpertName | null,
  language: Language,
): string {
  return {
    en: `${open(detail)}; written once more by ${by === null ? 'the same expert' : `the ${by} expert`} because of: ${open(found)}`,
    zh: `${detail}；由${by === null ? '同一专家' : ` ${by} 专家`}重写过一次，原因：${found}`,
  }[language];
}

/** Behind the detail of a check that failed, and that a second try did not mend. */
export function notRepairedDetail(detail: string, language: Language): string {
  return {
    en: `${open(detail)}; a second try did not mend it, so this is the first answer`,
    zh: `${detail}；重写一次后仍未改好，所以保留第一次的回答`,
  }[language];
}

/** Behind the detail of a check that failed for two answers, of which the second stands. */
export function lessWrongDetail(detail: string, language: Language): string {
  return {
    en: `${open(detail)}; this is the better one of two tries`,
    zh: `${detail}；这是两次回答中较好的一次`,
  }[language];
}

/** How many answers came to the result that stands. */
export function majorityDetail(agreeing: number, all: number, result: string, language: Language): string {
  return {
    en: `${agreeing} of ${all} samples agree: ${excerpt(result)}`,
    zh: `${all} 次回答中有 ${agreeing} 次结果一致：${excerpt(result)}`,
  }[language];
}

/** That no result was that common. */
export function noMajorityDetail(all: number, language: Language): string {
  return {
    en: `${all} samples, no result that most of them agree on; this is the first answer`,
    zh: `${all} 次回答中没有多数一致的结果；保留第一次的回答`,
  }[language];
}

/** What a translator is asked in the repair round: the request, the translation, what is wrong with it. */
export function translateAgainRequest(
  question: string,
  answer: string,
  wrong: readonly string[],
  language: Language,
): string {
  const list = wrong.map((one) => `- ${one}`).join('\n');
  return {
    en: `${question}\n\nThis translation was given:\n\n${answer}\n\nIt has these errors:\n${list}\n\nWrite the whole translation again with these errors corrected. Keep every number, address, placeholder and piece of code. Do not translate this request, and do not mention it.`,
    zh: `${question}\n\n已有的译文：\n\n${answer}\n\n其中有这些错误：\n${list}\n\n请改正这些错误，重新写出完整的译文，保留所有的数字、网址、占位符和代码。不要翻译或提到这个要求。`,
  }[language];
}

/** What the expert is asked in the repair round: the question, its answer, what is wrong with it. */
export function repairRequest(
  question: string,
  answer: string,
  wrong: readonly string[],
  language: Language,
): string {
  const list = wrong.map((one) => `- ${one}`).join('\n');
  return {
    en: `${question}\n\nThis answer was given:\n\n${answer}\n\nIt has these errors:\n${list}\n\nWrite the whole answer again with these errors corrected. Do not mention the errors or this request.`,
    zh: `${question}\n\n已有的回答：\n\n${answer}\n\n其中有这些错误：\n${list}\n\n请改正这些错误，重新写出完整的回答。不要提到这些错误或这个要求。`,
  }[language];
}
