import type { RespondArguments, SlashCommand } from '@slack/bolt';
import { behindUmbrella, type CommandCall, commandNamed, UMBRELLA } from '../../../commands/index.ts';
import type { Message } from '../../../src/conversation/types.ts';
import { SwitchboardError } from '../../../src/errors.ts';
import { call } from '../client/send-errors.ts';
import type { SlackParts } from '../parts.ts';
import { conversationOf, type Place } from '../receive/addressing.ts';
import { readText } from '../receive/incoming-text.ts';
import { type Origin, withOldOrigin } from '../receive/origin.ts';
import { languageFor, runSlackCommand } from './commands.ts';
import { modalOf } from './modal.ts';
import { whisperContent } from './whisper.ts';

/**
 * Runs a slash command. What it begins is stored when this resolves.
 *
 * @returns what the person is told at once; null for nothing
 */
export async function takeSlash(command: SlashCommand, parts: SlackParts): Promise<RespondArguments | null> {
  const { self, switchboard } = parts;
  const { channel_id: channel, trigger_id: trigger, user_id: user } = command;
  const { text, mentions } = readText(command.text);
  const call = callOf(command.command, text);
  const place: Place = { channel, direct: channel.startsWith('D'), thread: null };
  const who = { platform: 'slack' as const, user, places: [channel, self.team], shared: !place.direct };
  if (!switchboard.access.mayUse(who)) {
    return told('This bot does not answer here: the operator has named who it answers (SLACK_ALLOW).');
  }
  if (call === null) return told('I do not know this command; `/switchboard help` lists mine.');
  const id = `slack:${channel}:cmd-${trigger}`;
  const outcome = await runSlackCommand(
    { call, place, user, messageId: id, files: [], repliedTo: null },
    parts,
  );
  if (outcome.kind === 'say') {
    if (outcome.form !== undefined && (await open(outcome.form, place, trigger, user, parts))) return null;
    return told(outcome.text);
  }
  try {
    await switchboard.access.countTurn('slack', user, text);
  } catch (error) {
    if (error instanceof SwitchboardError) return told(error.message);
    throw error;
  }
  if (outcome.kind === 'again') {
    await switchboard.answers.accept(await withOldOrigin(outcome.message, switchboard.answers));
    return null;
  }
  const { withRepliedFiles: _, ...changes } = outcome.changes;
  const origin: Origin = {
    channel,
    thread: '',
    recipientTeam: command.team_id,
    files: [],
    mentions,
    inThread: false,
    command: {
      line: `${command.command} ${text || changes.text}`,
      responseUrl: command.response_url || null,
    },
  };
  const message: Message = {
    id,
    platform: 'slack',
    conversation: conversationOf(self.team, place),
    author: { id: user, name: parts.names.known(user)?.name ?? null },
    shared: !place.direct,
    attachments: [],
    ...changes,
    origin: { ...origin },
  };
  await switchboard.answers.accept(message);
  return null;
}

function callOf(name: string, text: string): CommandCall | null {
  const bare = name.replace(/^\//, '');
  if (bare === UMBRELLA) return behindUmbrella(text);
  const known = commandNamed(bare);
  return known === null ? null : { name: known, text, options: {} };
}

/** False: the words have to do. */
async function open(
  form: Parameters<typeof modalOf>[0],
  place: Place,
  trigger: string,
  user: string,
  { clients, names, switchboard }: SlackParts,
): Promise<boolean> {
  try {
    const { locale } = await names.soon(user);
    const view = modalOf(form, place, languageFor(locale, ''));
    await call('views.open', () => clients.final.views.open({ trigger_id: trigger, view }));
    return true;
  } catch (error) {
    switchboard.log.warn({ err: error }, 'slack: a form could not be opened');
    return false;
  }
}

function told(markdown: string): RespondArguments {
  return { response_type: 'ephemeral', ...whisperContent(markdown) };
}
