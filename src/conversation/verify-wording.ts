import type { CodeProblem, CodeVerdict } from '../checks/code/check-code.ts';
import { describeProblem } from '../checks/code/check-code.ts';
import type { WrongStep } from '../checks/math/check.ts';
import type { WrongTranslation } from '../checks/translation/check.ts';
import type { Verdict } from '../checks/verdict.ts';
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
    : '代码是片段、会话或示意，没有判断其语法（没有运行）';
}

/** What was recomputed of an answer's arithmetic. */
export function arithmeticDetail(verdict: Verdict<WrongStep>, language: Language): string {
  const { detail, status, wrong = [] } = verdict;
  if (language === 'en') return detail;
  const [first] = wrong;
  if (first !== undefined) return `${first.text}（应为 ${first.expected}）`;
  return status === 'passed' ? '能读出的算式已重新计算，结果一致' : '没有能读出并重新计算的算式';
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
export function translationDetail(verdict: Verdict<WrongTranslation>, language: Language): string {
  const { detail, status, wrong = [] } = verdict;
  if (language === 'en') return detail;
  const [first] = wrong;
  if (first !== undefined) return WRONG_TRANSLATION[first.kind];
  return status === 'passed' ? '语言、数字、地址、代码和占位符与原文一致' : '文字太短，无法判断译文的语言';
}

/** Behind the detail of a check that failed at first, and holds for the answer that now stands. */
export function repairedDetail(detail: string, found: string, language: Language): string {
  return {
    en: `${detail}; written once more by the same expert because of: ${found}`,
    zh: `${detail}；由同一专家重写过一次，原因：${found}`,
  }[language];
}

/** Behind the detail of a check that failed, and that a second try did not mend. */
export function notRepairedDetail(detail: string, language: Language): string {
  return {
    en: `${detail}; a second try did not mend it, so this is the first answer`,
    zh: `${detail}；重写一次后仍未改好，所以保留第一次的回答`,
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
