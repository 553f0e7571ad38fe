import type { ExpertName, Language } from '../conversation/types.ts';

const CHINESE: Readonly<Record<ExpertName, string>> = {
  general: '通用',
  code: '代码',
  math: '数学',
  translate: '翻译',
  structured: '结构化数据',
  vision: '视觉',
};

/** An expert as people call it. In English its name is a word already, and the one of its command. */
export function expertWord(expert: ExpertName, language: Language): string {
  return language === 'zh' ? CHINESE[expert] : expert;
}
