import { findLanguage, type LanguageCode } from './languages.ts';

/** What a Chinese instruction consists of beside the verb and the languages. */
const POLITE = '请|請|麻烦|帮我|帮忙|你能|能不能|可以|给我';
const POINTER =
  '以下|下面|下列|句子|一下|文字|文本|内容|內容|文章|单词|这|這|那|的|段|句|些|个|個|一|话|話|词';
const LEAD = new RegExp(`^(?:${POLITE}|${POINTER}|把|将|將|从|由)+|(?:${POINTER})+$`, 'gu');
const POINTERS = new RegExp(`^(?:${POINTER})+`, 'u');
/** The first 译 is the verb: languages are not called so. */
const VERB = /^(?<before>.*?)(?:翻译|翻譯|译|譯|翻)(?<after>.*)$/u;
const INTO = /^(?:成|为|為|到|作)?(?<name>\p{L}+?(?:[（(]\p{L}+[）)])?)(?:吧|吗|嗎)?$/u;
/** Languages by one character, as in 英译中. */
const SHORT: Readonly<Record<string, LanguageCode>> = {
  中: 'zho_Hans',
  汉: 'zho_Hans',
  英: 'eng_Latn',
  日: 'jpn_Jpan',
  韩: 'kor_Hang',
  法: 'fra_Latn',
  德: 'deu_Latn',
  俄: 'rus_Cyrl',
};

/**
 * The languages of an instruction such as 「请把下面的英文翻译成中文」, 「英译中」 or 「翻译一下这句话」. Null when it is none.
 */
export function readChineseHead(
  head: string,
): { readonly from: LanguageCode | null; readonly to: LanguageCode | null } | null {
  const groups = VERB.exec(head)?.groups;
  if (groups === undefined) return null;
  const before = (groups.before ?? '').replace(LEAD, '').replace(LEAD, '');
  const after = (groups.after ?? '').replace(POINTERS, '');
  const into = after === '' ? undefined : (INTO.exec(after)?.groups?.name ?? '');
  const tool = /^用(?<name>\p{L}+)$/u.exec(before)?.groups?.name;
  const to = languageOf(into ?? tool);
  const from = tool === undefined ? languageOf(before === '' ? undefined : before) : null;
  return to === undefined || from === undefined ? null : { from, to };
}

/** Null for no name, undefined for a name that is no language. */
function languageOf(name: string | undefined): LanguageCode | null | undefined {
  return name === undefined ? null : (SHORT[name] ?? findLanguage(name) ?? undefined);
}
