import type { Check, Language } from '../conversation/types.ts';

type Words = Readonly<Record<Language, string>>;
type ByStatus = Readonly<Record<Check['status'], Words>>;

/** What each check says to people; nobody has to know its name. */
const WORDS: Readonly<Record<string, ByStatus>> = {
  arithmetic: {
    passed: { en: 'arithmetic checked', zh: '算式已验算' },
    repaired: { en: 'arithmetic corrected', zh: '算式已改正' },
    failed: { en: 'arithmetic looks wrong', zh: '算式可能有误' },
    skipped: { en: 'arithmetic not checked', zh: '算式未验算' },
  },
  syntax: {
    passed: { en: 'code syntax checked', zh: '代码语法已检查' },
    repaired: { en: 'code syntax corrected', zh: '代码语法已改正' },
    failed: { en: 'code has a syntax error', zh: '代码有语法错误' },
    skipped: { en: 'code syntax not checked', zh: '代码语法未检查' },
  },
  translation: {
    passed: { en: 'translation compared with the text', zh: '译文已与原文核对' },
    repaired: { en: 'translated once more, after a check', zh: '译文经核对后重译' },
    failed: { en: 'translation may be wrong', zh: '译文可能有误' },
    skipped: { en: 'translation not checked', zh: '译文未核对' },
  },
  final_answer: {
    passed: { en: 'result solves the equation', zh: '结果代入方程成立' },
    repaired: { en: 'result corrected', zh: '结果已改正' },
    failed: { en: 'result looks wrong', zh: '结果可能有误' },
    skipped: { en: 'result not verified', zh: '结果未验证' },
  },
  vote: {
    passed: { en: 'most samples agree', zh: '多数回答一致' },
    repaired: { en: 'most samples agree', zh: '多数回答一致' },
    failed: { en: 'samples disagree', zh: '多次回答不一致' },
    skipped: { en: 'no vote', zh: '未比较多次回答' },
  },
  json: {
    passed: { en: 'JSON valid', zh: 'JSON 有效' },
    repaired: { en: 'JSON repaired', zh: 'JSON 已修复' },
    failed: { en: 'JSON does not fit', zh: 'JSON 不符合要求' },
    skipped: { en: 'JSON not checked', zh: 'JSON 未检查' },
  },
  xml: {
    passed: { en: 'XML is well-formed', zh: 'XML 格式正确' },
    repaired: { en: 'XML corrected', zh: 'XML 已改正' },
    failed: { en: 'XML has an error', zh: 'XML 有错误' },
    skipped: { en: 'XML not checked', zh: 'XML 未检查' },
  },
  plan: {
    passed: { en: 'all parts answered', zh: '各部分均已回答' },
    repaired: { en: 'parts put together as they were', zh: '各部分按原样合并' },
    failed: { en: 'a part is missing', zh: '有一部分缺失' },
    skipped: { en: 'parts not checked', zh: '各部分未检查' },
  },
  language: {
    passed: { en: 'translated from English', zh: '译自英文' },
    repaired: { en: 'translated from English', zh: '译自英文' },
    failed: { en: 'not translated', zh: '未能翻译' },
    skipped: { en: 'language not checked', zh: '语言未检查' },
  },
  context: {
    passed: { en: 'all earlier turns read', zh: '已读入全部上文' },
    repaired: { en: 'earlier turns shortened', zh: '上文已缩短' },
    failed: { en: 'earlier turns left out', zh: '部分上文未读入' },
    skipped: { en: 'earlier turns left out', zh: '部分上文未读入' },
  },
  images: {
    passed: { en: 'all pictures looked at', zh: '图片已全部查看' },
    repaired: { en: 'pictures scaled down', zh: '图片已缩小' },
    failed: { en: 'not all pictures looked at', zh: '图片未全部查看' },
    skipped: { en: 'not all pictures looked at', zh: '图片未全部查看' },
  },
};

const STATUS: ByStatus = {
  passed: { en: 'passed', zh: '通过' },
  repaired: { en: 'repaired', zh: '已修复' },
  failed: { en: 'failed', zh: '未通过' },
  skipped: { en: 'not checked', zh: '未检查' },
};

/**
 * A check's verdict in a few words of plain text.
 *
 * @example checkWords({ name: 'arithmetic', status: 'repaired' }, 'en') // 'arithmetic corrected'
 */
export function checkWords({ name, status }: Pick<Check, 'name' | 'status'>, language: Language): string {
  const known = Object.hasOwn(WORDS, name) ? WORDS[name] : undefined;
  return known?.[status][language] ?? `${name.replaceAll('_', ' ')} ${STATUS[status][language]}`;
}
