import { PLAIN, type Surface } from './surface.ts';
import { readTarget } from './target.ts';
import { COMMAND_NAMES, type CommandCall, type CommandName } from './types.ts';

export interface ParsedInput {
  /** Null: plain text, or a slash that is no command of ours (a path, another bot's). */
  readonly call: CommandCall | null;
  /** What follows the command; without one the whole input, but for the mention before it. */
  readonly text: string;
}

/** One name for all commands, since the apps of a Slack workspace share theirs: `/switchboard math 2+2`. */
export const UMBRELLA = 'switchboard';

/** `／` is what Chinese keyboards write. */
const SLASH = /^[/／](?<name>[a-z]+)(?:@(?<bot>\w+))?(?:\s+(?<rest>[\s\S]*))?$/i;
const NAMED = /^[/／]?(?<name>[a-z]+)(?:\s+(?<rest>[\s\S]*))?$/i;
/** Commands that a mention alone makes of a bare word; more would take people's sentences for commands. */
const ALONE: ReadonlySet<string> = new Set(['why', 'stop', 'retry', 'reset', 'experts', 'help']);

/**
 * Finds the command in a line (contract §5): `/NAME …`, `/switchboard NAME …`, and behind a mention also a bare
 * `NAME` where nothing else can be meant.
 *
 * @example parseCommand('/math 2+2') // { call: { name: 'math', text: '2+2', options: {} }, text: '2+2' }
 */
export function parseCommand(input: string, surface: Surface = PLAIN): ParsedInput {
  const typed = input.trim();
  const mention = surface.mentions.find((start) => begins(typed, start));
  const said = mention === undefined ? typed : typed.slice(mention.length).replace(/^[\s,:，：]+/, '');
  const call = slashed(said, surface) ?? (mention === undefined ? null : bare(said));
  return { call, text: call?.text ?? said };
}

/** "@bot" begins "@bot why", but not "@bottle". */
function begins(text: string, mention: string): boolean {
  const start = text.slice(0, mention.length);
  return start.toLowerCase() === mention.toLowerCase() && !/^[\w-]/.test(text.slice(mention.length));
}

function slashed(text: string, { botName }: Surface): CommandCall | null {
  const { bot, name = '', rest = '' } = SLASH.exec(text)?.groups ?? {};
  if (bot !== undefined && bot.toLowerCase() !== botName?.toLowerCase()) return null;
  if (name.toLowerCase() === UMBRELLA) return behindUmbrella(rest);
  return toCall(name, rest);
}

/** What follows no known name is a question; nothing at all asks what there is. */
export function behindUmbrella(text: string): CommandCall {
  if (text.trim() === '') return { name: 'help', text: '', options: {} };
  const { name = '', rest = '' } = NAMED.exec(text.trim())?.groups ?? {};
  return toCall(name, rest) ?? { name: 'ask', text: text.trim(), options: {} };
}

function bare(text: string): CommandCall | null {
  if (ALONE.has(text.toLowerCase())) return toCall(text, '');
  const rest = /^translate\s+(?<rest>to\s[^:：]*[:：][\s\S]*)$/i.exec(text)?.groups?.rest ?? '';
  return readTarget(rest).to === null ? null : toCall('translate', rest);
}

function toCall(name: string, rest: string): CommandCall | null {
  const known = commandNamed(name);
  return known && { name: known, text: rest.trim(), options: {} };
}

/** The command that a name means, without regard to case; else null. */
export function commandNamed(name: string): CommandName | null {
  return COMMAND_NAMES.find((candidate) => candidate === name.toLowerCase()) ?? null;
}
