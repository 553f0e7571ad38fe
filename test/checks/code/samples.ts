import { readdirSync, readFileSync } from 'node:fs';
import { type CodeLanguage, codeLanguage } from '../../../src/checks/code/languages.ts';

export interface Sample {
  readonly language: CodeLanguage;
  readonly code: string;
  /** The fence with what is in it, as a model writes it. */
  readonly fenced: string;
}

const FOLDER = new URL('./correct/', import.meta.url);

/** Blocks that are right, in the forms that models write: whole programs, parts of them, sessions, sketches. */
export function correctSamples(): Sample[] {
  return readdirSync(FOLDER).flatMap((file) => {
    const text = readFileSync(new URL(file, FOLDER), 'utf8');
    return [...text.matchAll(/^````(\w+)\n(.*?)\n````$/gms)].map(([fenced, info, code = '']) => {
      const language = codeLanguage(info);
      if (language === null) throw new Error(`${file} has a block of an unknown language`);
      return { language, code, fenced };
    });
  });
}
