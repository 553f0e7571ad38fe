import { ask } from './ask.ts';
import { code } from './code.ts';
import { experts } from './experts.ts';
import { createHelp } from './help.ts';
import { json } from './json.ts';
import { math } from './math.ts';
import { persona } from './persona.ts';
import { reset } from './reset.ts';
import { retry } from './retry.ts';
import { settings } from './settings.ts';
import { stop } from './stop.ts';
import { translate } from './translate.ts';
import type { Command, CommandCall, CommandContext, CommandName, CommandOutcome } from './types.ts';
import { vision } from './vision.ts';
import { why } from './why.ts';

const declared: readonly Command[] = [
  ask,
  code,
  math,
  translate,
  json,
  vision,
  stop,
  retry,
  why,
  reset,
  experts,
  persona,
  settings,
];

/** All of them, in the order in which people are shown them. */
export const COMMANDS: readonly Command[] = [...declared, createHelp(declared)];

const BY_NAME = new Map<CommandName, Command>(COMMANDS.map((command) => [command.name, command]));

/**
 * Runs a call that `parseCommand` found, or that a platform's own slash command, form or menu made.
 *
 * @example const { call, text } = parseCommand(message.text, surface);
 *          const outcome = call === null ? null : await runCommand(call, context);
 */
export async function runCommand(call: CommandCall, context: CommandContext): Promise<CommandOutcome> {
  const command = BY_NAME.get(call.name);
  if (command === undefined) throw new Error(`the command ${call.name} is not declared`);
  return command.run(withText(call), context);
}

/** A platform's field `text` is the text. */
function withText({ name, options, text }: CommandCall): CommandCall {
  return { name, options, text: (options.text ?? text).trim() };
}

export { behindUmbrella, commandNamed, type ParsedInput, parseCommand, UMBRELLA } from './parse.ts';
export { PLAIN, type Surface } from './surface.ts';
export type * from './types.ts';
