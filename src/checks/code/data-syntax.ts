import { LineCounter, parseAllDocuments } from 'yaml';
import type { SyntaxProblem } from './protocol.ts';

/** JSON, a part of it, or one value a line; null when it is. */
export function jsonSyntax(code: string): SyntaxProblem | null {
  const text = code.trim();
  const bare = text.replace(/,$/, '');
  const forms = [text, `{${bare}}`, `[${bare}]`];
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (text === '' || forms.some(isJson) || lines.every(isJson)) return null;
  try {
    JSON.parse(code);
    return null;
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    const at = Number(/position (\d+)/.exec(message)?.[1] ?? code.trimEnd().length);
    const what = /^(?:Unexpected end|Unterminated)/.test(message)
      ? 'it ends too early'
      : message.replace(/ (?:in JSON )?at position.*|, ".*$/s, '') || 'it is no JSON';
    return { line: code.slice(0, at).split('\n').length, what };
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Null when it is YAML. Keys that stand twice, and tags that nobody knows, are no errors of syntax. */
export function yamlSyntax(code: string): SyntaxProblem | null {
  const lines = new LineCounter();
  const read = parseAllDocuments(code, {
    lineCounter: lines,
    uniqueKeys: false,
    logLevel: 'silent',
    prettyErrors: false,
  });
  const error = [...read].flatMap(({ errors }) => errors)[0];
  if (error === undefined) return null;
  return { line: lines.linePos(error.pos[0]).line, what: error.message.split('\n')[0] ?? 'it is no YAML' };
}
