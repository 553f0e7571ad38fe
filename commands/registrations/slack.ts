import { UMBRELLA } from '../parse.ts';
import type { Command } from '../types.ts';

/** An entry of `features.slash_commands` in an app's manifest; the only way in which Slack learns of commands. */
export interface SlackCommand {
  readonly command: string;
  readonly description: string;
  readonly usage_hint?: string;
  readonly should_escape: boolean;
  /** Only without Socket Mode. */
  readonly url?: string;
}

/**
 * What Slack is told of the commands: the one behind which all stand, then each by itself.
 *
 * @param url where Slack sends them; null in Socket Mode
 */
export function slackCommands(commands: readonly Command[], url: string | null): SlackCommand[] {
  const way = { should_escape: false, ...(url !== null && { url }) };
  const names = commands.map(({ name }) => name).join(', ');
  const umbrella: SlackCommand = {
    command: `/${UMBRELLA}`,
    description: `All commands behind one name: ${names}`,
    usage_hint: 'COMMAND TEXT',
    ...way,
  };
  const each = commands.map(({ description, name, usage }) => ({
    command: `/${name}`,
    description: description.en,
    ...(usage.en !== '' && { usage_hint: usage.en }),
    ...way,
  }));
  return [umbrella, ...each];
}
