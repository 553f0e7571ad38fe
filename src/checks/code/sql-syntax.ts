import { init, validate } from '@guanmingchiu/sqlparser-ts';
import type { SyntaxProblem } from './protocol.ts';

/** What is not valid in any of these is not SQL. The first one's words are told. */
const DIALECTS = [
  'generic',
  'postgresql',
  'mysql',
  'sqlite',
  'mssql',
  'bigquery',
  'snowflake',
  'oracle',
  'hive',
  'clickhouse',
  'duckdb',
] as const;

/** What drivers fill in: `%s`, `%(name)s`, `{name}`, `${name}`, `#{name}`, `@name`. */
const PARAMETERS = /%s|%\(\w+\)s|[$#]?\{\w+\}/g;

const LIST_FRAME = 'SELECT ';
/** A clause without its statement. */
const FRAMES = [
  '',
  'SELECT * FROM t ',
  LIST_FRAME,
  'SELECT * FROM t WHERE ',
  'CREATE TABLE t ',
  'CREATE TABLE t (',
  'ALTER TABLE t ',
];

/** A verb that is none, as `SELEC`, would be read as the first column, and what it selects as that one's other name. */
const HAS_VERB = /^\s*(?!(?:all|case|distinct|top)\b)[a-z]+\s+(?:\*|[a-z_][\w.]*)\s*(?:,|\bfrom\b)/i;

/** Of these, and of brackets and quotes, the parser knows all; of procedures and of administration it does not. */
const KNOWN =
  /^\s*(?:(?:--[^\n]*\n|\/\*[\s\S]*?\*\/)\s*)*(?:select|insert|update|delete|with|create\s+(?:temp(?:orary)?\s+)?table)\b/i;

/** Null when it is SQL of any dialect, or part of it. What the parser may only not know has an excuse. */
export async function sqlSyntax(code: string): Promise<SyntaxProblem | null> {
  await init();
  const text = code.replace(PARAMETERS, '1');
  const first = problemOf(text, 'generic');
  if (first === null) return null;
  for (const frame of FRAMES) {
    if (frame === LIST_FRAME && HAS_VERB.test(text)) continue;
    const end = frame.endsWith('(') ? ')' : '';
    if (DIALECTS.some((dialect) => problemOf(frame + text + end, dialect) === null)) return null;
  }
  return sqlBracket(text) ?? first;
}

/** Why SQL that does not parse may be right all the same; null when nothing says so. */
export function sqlExcuse(code: string): string | null {
  const text = code.replace(PARAMETERS, '1');
  return sqlBracket(text) !== null || KNOWN.test(text) ? null : 'SQL that the parser may not know';
}

function problemOf(text: string, dialect: (typeof DIALECTS)[number]): SyntaxProblem | null {
  try {
    validate(text, dialect);
    return null;
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    const line = Number(/Line: (\d+)/.exec(message)?.[1] ?? text.trimEnd().split('\n').length);
    return {
      line,
      what: message.replace(/^.*?error:\s*/, '').replace(/ at Line:.*$/s, '') || 'it is no SQL',
    };
  }
}

/** Strings, quoted names, comments and `$$` bodies are left out. */
const OPAQUE =
  /'(?:[^'\\]|''|\\.)*'|"(?:[^"]|"")*"|`[^`]*`|--[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\/|(\$\w*\$)[\s\S]*?\1/g;

/** A round bracket or a quote without its partner. */
function sqlBracket(text: string): SyntaxProblem | null {
  const blank = text.replace(OPAQUE, (part) => part.replace(/[^\n]/g, ' '));
  const open: number[] = [];
  for (const { 0: sign, index } of blank.matchAll(/[()'"`]/g)) {
    const line = blank.slice(0, index).split('\n').length;
    if (sign === '(') open.push(line);
    else if (sign !== ')') return { line, what: `${sign} is never closed` };
    else if (open.pop() === undefined) return { line, what: '")" closes nothing' };
  }
  const line = open.at(-1);
  return line === undefined ? null : { line, what: '"(" is never closed' };
}
