/** How a file of a language begins when it is to be written on. */
export interface CodeLanguage {
  /** Begins a comment line. */
  readonly comment: string;
  /** The name after the fence. */
  readonly fence: string;
  /**
   * The first word of a definition, without the space: to tokenizers it belongs to the next word. Empty where none
   * fits most requests.
   */
  readonly signature: string;
}

const LANGUAGES: readonly (readonly [RegExp, CodeLanguage])[] = [
  [/\btypescript\b/i, { comment: '//', fence: 'typescript', signature: 'function' }],
  [/\bjavascript\b|\bnode\.?js\b/i, { comment: '//', fence: 'javascript', signature: 'function' }],
  [/\bc\+\+|\bcpp\b/i, { comment: '//', fence: 'cpp', signature: '' }],
  [/\bc#|\bcsharp\b/i, { comment: '//', fence: 'csharp', signature: '' }],
  [/\bjava\b/i, { comment: '//', fence: 'java', signature: '' }],
  [
    /\bgolang\b|\b(?:in|用) ?[gG]o\b|\bGo (?:function|program|code|method)\b/,
    { comment: '//', fence: 'go', signature: 'func' },
  ],
  [/\brust\b/i, { comment: '//', fence: 'rust', signature: 'fn' }],
  [/\bkotlin\b/i, { comment: '//', fence: 'kotlin', signature: 'fun' }],
  [/\bswift\b/i, { comment: '//', fence: 'swift', signature: 'func' }],
  [/\bphp\b/i, { comment: '//', fence: 'php', signature: 'function' }],
  [/\bruby\b/i, { comment: '#', fence: 'ruby', signature: 'def' }],
  [/\bsql\b/i, { comment: '--', fence: 'sql', signature: '' }],
  [/\bbash\b|\bshell\b/i, { comment: '#', fence: 'bash', signature: '' }],
  [/\bin [cC]\b|C ?语言|\bC (?:function|program|code)\b/, { comment: '//', fence: 'c', signature: '' }],
];

/** In which most are asked for, when a request names none. */
export const PYTHON: CodeLanguage = { comment: '#', fence: 'python', signature: 'def' };

/** The programming language that a request names, else null. */
export function namedLanguage(request: string): CodeLanguage | null {
  return (
    LANGUAGES.find(([names]) => names.test(request))?.[1] ?? (/\bpython\b/i.test(request) ? PYTHON : null)
  );
}

/** The language of a fence, else null. */
export function languageOfFence(fence: string): CodeLanguage | null {
  return [...LANGUAGES.map(([, language]) => language), PYTHON].find((one) => one.fence === fence) ?? null;
}
