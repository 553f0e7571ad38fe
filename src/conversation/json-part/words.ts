import type { Language } from '../wording.ts';

type Sentence = Readonly<Record<Language, string>>;

export const PARSES: Sentence = {
  en: 'the JSON part of the answer parses',
  zh: '回答中的 JSON 部分可以解析',
};

export const NO_PROSE: Sentence = {
  en: 'the JSON part parses, but the model wrote no prose with it',
  zh: 'JSON 部分可以解析，但模型没有写出文字部分',
};

export const FENCED: Sentence = {
  en: 'the JSON part stood without a fence and was put into one',
  zh: 'JSON 部分原来没有代码块，已放入代码块',
};

export const WRITTEN: Sentence = {
  en: 'the answer had no JSON part; it was written after it, held to JSON',
  zh: '回答中缺少 JSON 部分，已另行补写，并保证是 JSON',
};

export const WRITTEN_ANEW: Sentence = {
  en: 'the JSON part did not parse; it was written anew, held to JSON',
  zh: 'JSON 部分无法解析，已重新生成，并保证是 JSON',
};

export const CUT: Sentence = {
  en: 'the answer came to its length limit before its JSON part; “go on” continues it',
  zh: '回答在写出 JSON 部分之前达到了长度上限；说“继续”可以接着写',
};

/** The reader has it already, and nothing can take its place. */
export const SENT: Sentence = {
  en: 'the JSON part does not parse as it stands; it was sent as it came, and cannot be taken back',
  zh: 'JSON 部分按原样无法解析；内容是边写边发送的，无法收回',
};

/** @param how what the rules did, in that language */
export function mended(how: string, language: Language): string {
  return { en: `the JSON part was put right: ${how}`, zh: `已修正 JSON 部分：${how}` }[language];
}

export function several(count: number, broken: number, language: Language): string {
  const state =
    broken === 0
      ? { en: 'each of them parses', zh: '每个都可以解析' }
      : { en: `${broken} of them cannot be parsed`, zh: `其中 ${broken} 个无法解析` };
  return {
    en: `the answer has ${count} JSON blocks where one was asked for; ${state.en}`,
    zh: `要求一个 JSON 代码块，回答中有 ${count} 个；${state.zh}`,
  }[language];
}

/** @param why for people, without a full stop where it is a part of a sentence */
export function notHad(isBroken: boolean, why: string, language: Language): string {
  return {
    en: `${isBroken ? 'the JSON part does not parse' : 'the answer has no JSON part'}, and it could not be written: ${why}`,
    zh: `${isBroken ? 'JSON 部分无法解析' : '回答中缺少 JSON 部分'}，也未能补写：${why}`,
  }[language];
}

export const NO_JSON: Sentence = { en: 'the model wrote no JSON', zh: '模型没有写出 JSON' };
export const NO_TIME: Sentence = { en: 'it took too long', zh: '用时太长' };
