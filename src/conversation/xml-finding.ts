import { findXml } from '../checks/xml/find.ts';
import { type XmlProblem, xmlProblem } from '../checks/xml/well-formed.ts';
import type { Finding } from './verify-findings.ts';
import type { Language } from './wording.ts';

type Say = Readonly<Record<Language, (name: string, line: number) => string>>;

const NO_XML: Readonly<Record<Language, string>> = { en: 'there is no XML in it', zh: '其中没有 XML' };
const IN_ORDER: Readonly<Record<Language, string>> = {
  en: 'the XML is well-formed, with one root element',
  zh: 'XML 格式正确，只有一个根元素',
};
const WRONG: Readonly<Record<XmlProblem['kind'], Say>> = {
  'no-root': { en: () => 'it has no root element', zh: () => '没有根元素' },
  'second-root': {
    en: (name, line) => `line ${line}: <${name}> is a second root element`,
    zh: (name, line) => `第 ${line} 行：<${name}> 是第二个根元素`,
  },
  'text-outside': {
    en: (_, line) => `line ${line}: there is text outside the root element`,
    zh: (_, line) => `第 ${line} 行：根元素之外有文字`,
  },
  'not-closed': { en: (name) => `<${name}> is never closed`, zh: (name) => `<${name}> 没有关闭` },
  'wrong-close': {
    en: (name, line) => `line ${line}: </${name}> closes what is not open there`,
    zh: (name, line) => `第 ${line} 行：</${name}> 与打开的元素不对应`,
  },
  'bad-tag': {
    en: (_, line) => `line ${line}: a "<" begins no tag; as text it is written &lt;`,
    zh: (_, line) => `第 ${line} 行：“<”不是标签的开头；作为文字应写作 &lt;`,
  },
  'bad-attribute': {
    en: (_, line) => `line ${line}: an attribute is not written as name="value"`,
    zh: (_, line) => `第 ${line} 行：有属性没有写成 name="value"`,
  },
  'attribute-twice': {
    en: (name, line) => `line ${line}: the attribute ${name} is there twice`,
    zh: (name, line) => `第 ${line} 行：属性 ${name} 重复`,
  },
  'bad-ampersand': {
    en: (name, line) => `line ${line}: ${name} is no reference; a bare & is written &amp;`,
    zh: (name, line) => `第 ${line} 行：${name} 不是引用；单独的 & 应写作 &amp;`,
  },
  'bad-comment': {
    en: (_, line) => `line ${line}: a comment, instruction or CDATA section is out of place or never closed`,
    zh: (_, line) => `第 ${line} 行：注释、指令或 CDATA 的位置不对或没有关闭`,
  },
};

/** Whether XML is what the answer of the structured expert was asked for, as the preset of `/json` asks for it. */
export function asksForXml(question: string): boolean {
  return /\bwell-formed XML\b|格式正确、只有一个根元素的 XML/.test(question);
}

/** What the check of an answer that had to be XML finds; what is wrong is told in English, as models are asked. */
export function xmlFinding(answer: string, language: Language): Finding {
  const text = findXml(answer);
  const problem = text === null ? null : xmlProblem(text);
  if (text !== null && problem === null) {
    const detail = IN_ORDER[language];
    return { check: { name: 'xml', status: 'passed', detail }, wrong: [], inOrder: 1 };
  }
  const say = (words: Language) =>
    problem === null ? NO_XML[words] : WRONG[problem.kind][words](problem.name ?? '', problem.line);
  const check = { name: 'xml', status: 'failed', detail: say(language) } as const;
  return { check, wrong: [say('en')], inOrder: 0 };
}
