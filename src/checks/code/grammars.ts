import { createRequire } from 'node:module';
import { Language, Parser } from 'web-tree-sitter';
import { framesOf } from './frames.ts';
import type { CodeLanguage } from './languages.ts';
import type { SyntaxProblem } from './protocol.ts';
import { treeProblem } from './tree-problem.ts';

export type TreeLanguage = Exclude<CodeLanguage, 'json' | 'yaml' | 'sql'>;

/** JavaScript's grammar reads JSX, too, and models put types into it; TypeScript has one with it and one with `<T>x`. */
const GRAMMARS: Readonly<Record<TreeLanguage, readonly string[]>> = {
  python: ['python'],
  javascript: ['javascript', 'typescript', 'tsx'],
  typescript: ['typescript', 'tsx'],
  bash: ['bash'],
  java: ['java'],
  c: ['cpp'],
  cpp: ['cpp'],
  go: ['go'],
  rust: ['rust'],
};

const { resolve } = createRequire(import.meta.url);
const loaded = new Map<string, Promise<Parser>>();

/** Read with the first block of its language, and kept. */
function parserOf(grammar: string): Promise<Parser> {
  let parser = loaded.get(grammar);
  if (parser === undefined) {
    parser = load(grammar);
    loaded.set(grammar, parser);
  }
  return parser;
}

async function load(grammar: string): Promise<Parser> {
  await Parser.init();
  const path = resolve(`@vscode/tree-sitter-wasm/wasm/tree-sitter-${grammar}.wasm`);
  return new Parser().setLanguage(await Language.load(path));
}

/** Null when the code parses, as it is or as part of a program. */
export async function treeSyntax(language: TreeLanguage, code: string): Promise<SyntaxProblem | null> {
  let first: SyntaxProblem | null = null;
  const frames = framesOf(language, code);
  for (const grammar of GRAMMARS[language]) {
    const parser = await parserOf(grammar);
    for (const framed of frames) {
      const tree = parser.parse(framed);
      if (tree === null) continue;
      try {
        const problem = treeProblem(tree.rootNode);
        if (problem === null) return null;
        first ??= problem;
      } finally {
        tree.delete();
      }
    }
  }
  return first;
}
