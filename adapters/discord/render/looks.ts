import type { ExpertName } from '../../../src/conversation/types.ts';
import type { Language } from '../../../src/conversation/wording.ts';

/** Title and colour of an answer by who gives it. */
export const LOOKS: Readonly<
  Record<ExpertName, { readonly colour: number; readonly title: Readonly<Record<Language, string>> }>
> = {
  general: { colour: 0x5865f2, title: { en: 'General', zh: '通用' } },
  code: { colour: 0x2f9e44, title: { en: 'Code', zh: '代码' } },
  math: { colour: 0x7048e8, title: { en: 'Math', zh: '数学' } },
  translate: { colour: 0x1098ad, title: { en: 'Translation', zh: '翻译' } },
  structured: { colour: 0xe67700, title: { en: 'Structured data', zh: '结构化数据' } },
  vision: { colour: 0xd6336c, title: { en: 'Vision', zh: '视觉' } },
};

/** Nobody has been chosen yet. */
export const NEUTRAL_COLOUR = 0x868e96;
export const ERROR_COLOUR = 0xe03131;
