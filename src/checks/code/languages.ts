/** The languages whose blocks are parsed. */
export type CodeLanguage =
  | 'python'
  | 'javascript'
  | 'typescript'
  | 'sql'
  | 'json'
  | 'yaml'
  | 'bash'
  | 'java'
  | 'c'
  | 'cpp'
  | 'go'
  | 'rust';

const ALIASES: Readonly<Record<CodeLanguage, readonly string[]>> = {
  python: ['python', 'py', 'python3', 'py3'],
  javascript: ['javascript', 'js', 'jsx', 'mjs', 'cjs', 'node', 'nodejs'],
  typescript: ['typescript', 'ts', 'tsx', 'mts', 'cts'],
  sql: ['sql', 'mysql', 'postgresql', 'postgres', 'pgsql', 'sqlite', 'tsql', 'bigquery'],
  json: ['json'],
  yaml: ['yaml', 'yml'],
  bash: ['bash', 'sh', 'shell', 'zsh'],
  java: ['java'],
  c: ['c', 'h'],
  cpp: ['cpp', 'c++', 'cc', 'cxx', 'hpp'],
  go: ['go', 'golang'],
  rust: ['rust', 'rs'],
};

const BY_ALIAS = new Map(
  Object.entries(ALIASES).flatMap(([language, names]) =>
    names.map((name) => [name, language as CodeLanguage] as const),
  ),
);

/** The language that a fence's info string names; null where it names none that is parsed. */
export function codeLanguage(info: string | null | undefined): CodeLanguage | null {
  const name = /^[^\s,{:]+/.exec(info ?? '')?.[0].toLowerCase();
  return (name !== undefined && BY_ALIAS.get(name)) || null;
}
