import type { Label } from '../../../src/routing/labels.ts';

/** A router that is compared with ours. */
export type Baseline = (text: string) => Label;

/**
 * Rules in order, the first with any keyword in the text wins, else general: the keyword routing of published routers.
 * Follows `keyword_classifier.go` of vllm-project/semantic-router (Apache-2.0): operator OR, no regard to case, word
 * boundaries around keywords of letters and digits, none around Chinese ones, which have no spaces. The words are ours,
 * chosen as an operator would for these five experts, with the most specific rule first.
 */
const RULES: readonly (readonly [Label, readonly string[]])[] = [
  [
    'translate',
    [
      'translate',
      'translation',
      'translated',
      'in french',
      'in spanish',
      'in german',
      'in chinese',
      'in japanese',
      'in english',
      'how do you say',
      'how do i say',
      '翻译',
      '译成',
      '译为',
      '用英语',
      '用英文',
      '用日语',
      '用法语',
      '怎么说',
      '英文怎么',
    ],
  ],
  [
    'structured',
    [
      'json',
      'csv',
      'yaml',
      'xml',
      'table',
      'tsv',
      'schema',
      'extract',
      'fields',
      'columns',
      'markdown table',
      '表格',
      '提取',
      '抽取',
      '字段',
      '结构化',
      '列表格式',
    ],
  ],
  [
    'code',
    [
      'code',
      'function',
      'python',
      'javascript',
      'typescript',
      'java',
      'c++',
      'rust',
      'golang',
      'sql',
      'html',
      'css',
      'regex',
      'script',
      'bug',
      'debug',
      'compile',
      'error',
      'exception',
      'stack trace',
      'api',
      'git',
      'docker',
      'bash',
      'linux',
      'algorithm',
      'implement',
      'class',
      'programming',
      '代码',
      '函数',
      '编程',
      '程序',
      '脚本',
      '报错',
      '算法',
      '接口',
      '数据库',
      '编译',
      '调试',
    ],
  ],
  [
    'math',
    [
      'solve',
      'equation',
      'calculate',
      'compute',
      'integral',
      'derivative',
      'integrate',
      'probability',
      'percent',
      'percentage',
      'matrix',
      'prove',
      'theorem',
      'sum',
      'average',
      'how many',
      'square root',
      'algebra',
      'geometry',
      'math',
      '%',
      '计算',
      '方程',
      '求解',
      '积分',
      '导数',
      '概率',
      '证明',
      '百分之',
      '平均',
      '多少',
      '几何',
      '数学',
    ],
  ],
];

const HAN = /\p{Script=Han}/u;
const WORD = /[\p{L}\p{N}_]/u;

export function createKeywordRouter(): Baseline {
  const rules = RULES.map(([label, words]) => [label, words.map(pattern)] as const);
  return (text) => rules.find(([, patterns]) => patterns.some((one) => one.test(text)))?.[0] ?? 'general';
}

function pattern(keyword: string): RegExp {
  const quoted = keyword.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return new RegExp(WORD.test(keyword) && !HAN.test(keyword) ? `\\b${quoted}\\b` : quoted, 'i');
}
