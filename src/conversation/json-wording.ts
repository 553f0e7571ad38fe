import type { Mending } from '../checks/json/mendings.ts';
import type { JsonProblem } from '../checks/json/problems.ts';
import type { JsonResult } from '../checks/json/verify.ts';
import { excerpt } from './verify-wording.ts';
import type { Language } from './wording.ts';

const DONE: Readonly<Record<Mending, string>> = {
  syntax: '修正了语法',
  dropped: '回答被截断，去掉了末尾未写完的部分',
  closed: '回答在最后一段文字中被截断',
  around: '去掉了前后的其他文字',
  text: '从包含它的文本中读出',
  bare: '从单独的词语中读出',
  unwrapped: '从外层结构中取出',
  wrapped: '放入了列表',
  converted: '按 schema 转换了值的类型',
  renamed: '按 schema 改正了字段名',
  spelled: '按 schema 改正了值的写法',
  listed: '把单个值放入了列表',
  nulls: '去掉了空字段',
  extra: '去掉了 schema 中没有的字段',
};

const WRONG: Readonly<Record<Exclude<JsonProblem, 'unfit'>, string>> = {
  empty: '内容为空',
  long: '内容太长，无法检查',
  unchecked: '嵌套太深或检查用时太长，无法检查',
  unreadable: '其中没有可用的 JSON',
};

const LENGTH_CUT: Readonly<Record<Language, string>> = {
  en: '; the length limit cut it',
  zh: '；回答因长度上限被截断',
};

/**
 * What was done to an answer that had to be JSON, or what is wrong with it; null where nothing is to be said.
 *
 * @param isCut the length limit ended the answer
 */
export function jsonDetail(result: JsonResult, isCut: boolean, language: Language): string | null {
  if (result.status === 'passed') return null;
  if (result.status === 'repaired') {
    return language === 'en' ? result.detail : result.done.map((one) => DONE[one]).join('；');
  }
  const { detail, problem } = result;
  // The validator's own words are English.
  const chinese = problem === 'unfit' ? `不符合 schema：${detail}` : WRONG[problem];
  return `${{ en: detail, zh: chinese }[language]}${isCut ? LENGTH_CUT[language] : ''}`;
}

/** That the rules were not enough. What it put in by itself cannot be told. @param model by the name that its server gives it */
export function modelMendedDetail(model: string, language: Language): string {
  return {
    en: `a model (${excerpt(model)}) wrote it once more, so that it fits; its values were not checked`,
    zh: `由模型（${excerpt(model)}）改写，使其符合要求；没有核对其中的值`,
  }[language];
}

/** It was looked at when it was given, but then, perhaps, on a machine with more room. */
export const SCHEMA_UNUSABLE: Readonly<Record<Language, string>> = {
  en: 'the schema could not be used to check the answer',
  zh: '无法使用该 schema 检查回答',
};
