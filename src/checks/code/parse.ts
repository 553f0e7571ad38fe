import { jsonSyntax, yamlSyntax } from './data-syntax.ts';
import { treeSyntax } from './grammars.ts';
import type { CodeLanguage } from './languages.ts';
import type { SyntaxProblem } from './protocol.ts';
import { sqlSyntax } from './sql-syntax.ts';

/** The first syntax error of a block; null when it parses. Blocks its thread: call it in a worker. */
export async function parseCode(language: CodeLanguage, code: string): Promise<SyntaxProblem | null> {
  switch (language) {
    case 'json':
      return jsonSyntax(code);
    case 'yaml':
      return yamlSyntax(code);
    case 'sql':
      return sqlSyntax(code);
    default:
      return treeSyntax(language, code);
  }
}
