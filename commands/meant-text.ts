import type { CommandCall, CommandContext, CommandOutcome, Words } from './types.ts';

/** What a command is to work on. */
export interface Meant {
  readonly text: string;
  /** It is that of the message replied to, whose files go with it. */
  readonly replied: boolean;
}

/**
 * The text of a call; without one that of the message replied to, else the person's own latest one (contract §5).
 * Null when there is none at all. Files of the command itself are enough: their text may be empty.
 */
export async function meantText(text: string, context: CommandContext): Promise<Meant | null> {
  const { conversation, files, repliedTo, switchboard, who } = context;
  if (text !== '') return { text, replied: false };
  if (!hasNone(files)) return { text, replied: false };
  if (repliedTo !== null && (repliedTo.text.trim() !== '' || !hasNone(repliedTo.files))) {
    return { text: repliedTo.text.trim(), replied: true };
  }
  const latest = await switchboard.findTurn(conversation, { by: who.user });
  return latest && { text: latest.text, replied: false };
}

/** What is said where there is nothing to work on. */
export function nothingMeant({ name }: CommandCall, { language }: CommandContext): CommandOutcome {
  const words: Words = {
    en: `Write something behind \`/${name}\`, or reply to a message with it.`,
    zh: `请在 \`/${name}\` 后面写内容，或用它回复一条消息。`,
  };
  return { kind: 'say', text: words[language] };
}

function hasNone({ pictures, others }: CommandContext['files']): boolean {
  return pictures + others === 0;
}
