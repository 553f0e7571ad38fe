import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { nearest } from './nearest.ts';
import { type Problem, show } from './problem.ts';
import { VARIABLE_NAMES, VARIABLES, type VariableName } from './variables.ts';

/** Where a configuration comes from; by default the process's own environment and working directory. */
export interface ConfigSource {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
}

/** What was written, before any check: trimmed, without quotes around it, empty values left out. */
export interface Environment {
  readonly texts: ReadonlyMap<VariableName, string>;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** Names that begin so are ours, or were meant to be. */
const OUR_PREFIX = /^(EXPERTS?|SLACK|DISCORD|TELEGRAM|ROUTER|EMBEDDED|JWT)_/;
/** Shorter names are too near to each other to guess what was meant. */
const GUESSABLE_MIN_CHARACTERS = 6;

/** Reads the environment and `.env`; the environment wins, even with an empty value. */
export function readEnvironment(source: ConfigSource): Environment {
  const cwd = source.cwd ?? process.cwd();
  const file = readDotEnv(join(cwd, '.env'));
  const written = { ...file.values, ...withoutUndefined(source.env ?? process.env) };
  const texts = new Map<VariableName, string>();
  for (const name of VARIABLE_NAMES) {
    const text = tidy(Object.hasOwn(written, name) ? (written[name] ?? '') : '');
    if (text !== '') texts.set(name, text);
  }
  return {
    texts,
    problems: file.problems,
    warnings: [...file.warnings, ...misspelled(Object.keys(written).filter((name) => written[name] !== ''))],
  };
}

function readDotEnv(path: string): {
  values: Record<string, string | undefined>;
  problems: Problem[];
  warnings: Problem[];
} {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    const problems =
      code === 'ENOENT'
        ? []
        : [
            {
              variable: '.env',
              wrong: `${path} cannot be read (${code})`,
              mend: 'Make it a readable file, or remove it.',
            },
          ];
    return { values: {}, problems, warnings: [] };
  }
  return { values: parseEnv(text), problems: [], warnings: cutAtHash(text) };
}

/** `NAME=pass#word` is read as `pass`: the rest is taken for a comment. */
function cutAtHash(text: string): Problem[] {
  return [...text.matchAll(/^[ \t]*(?:export[ \t]+)?([A-Z_]+)[ \t]*=[ \t]*[^\s"'`#][^\s#]*#/gm)]
    .filter((match) => Object.hasOwn(VARIABLES, match[1] ?? ''))
    .map((match) => ({
      variable: match[1] ?? '',
      wrong: 'its value in .env holds a #, and what follows is taken for a comment',
      mend: 'Put the value in quotes if the # belongs to it, or a space before the #.',
    }));
}

function misspelled(names: readonly string[]): Problem[] {
  return names.flatMap((name) => {
    if (Object.hasOwn(VARIABLES, name) || name.length > 64) return [];
    const ours = OUR_PREFIX.test(name);
    if (!ours && name.length < GUESSABLE_MIN_CHARACTERS) return [];
    const meant = nearest(name.toUpperCase(), VARIABLE_NAMES, ours ? 4 : 2);
    if (meant === null && !ours) return [];
    return [
      {
        variable: show(name).slice(1, -1),
        wrong: 'this variable is not known and has no effect',
        mend: meant === null ? 'Remove it, or look its name up in .env.example.' : `Did you mean ${meant}?`,
      },
    ];
  });
}

function tidy(text: string): string {
  const trimmed = text.trim();
  const quoted = /^(["'`])(.*)\1$/s.exec(trimmed);
  return (quoted?.[2] ?? trimmed).trim();
}

function withoutUndefined(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
