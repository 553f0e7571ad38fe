import { ask } from './ask.ts';
import { code } from './code.ts';
import type { Command } from './command.ts';
import { experts } from './experts.ts';
import { math } from './math.ts';
import { reset } from './reset.ts';
import { translate } from './translate.ts';

const declared: readonly Command[] = [ask, code, math, translate, experts, reset];

const help: Command = {
  kind: 'act',
  name: 'help',
  description: 'List the commands',
  act: async () => COMMANDS.map(({ name, description }) => `/${name}  ${description}`).join('\n'),
};

export const COMMANDS: readonly Command[] = [...declared, help];

export interface Parsed {
  /** Null: plain text, or a slash that is no command of ours (a path, say). */
  readonly command: Command | null;
  /** What follows the command; the whole input when there is none. */
  readonly text: string;
}

/** Splits `/name text`. @example parseCommand('/math 2+2') // { command: math, text: '2+2' } */
export function parseCommand(input: string): Parsed {
  const [, name, rest] = /^\s*\/([a-z]+)(?:\s+([\s\S]*))?$/.exec(input) ?? [];
  const command = COMMANDS.find((candidate) => candidate.name === name) ?? null;
  return command === null ? { command, text: input } : { command, text: (rest ?? '').trim() };
}
