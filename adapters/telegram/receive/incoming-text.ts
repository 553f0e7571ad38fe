import type { Self } from '../parts.ts';
import type { Posted } from './events.ts';

type Written = Pick<Posted, 'text' | 'entities'>;

/** The command that a message begins with: `/math@switchboard_bot`. */
export interface CommandAt {
  readonly name: string;
  /** The bot that it names; null: any. */
  readonly bot: string | null;
}

export function commandAt({ text }: Pick<Posted, 'text'>): CommandAt | null {
  const [, name, bot] = /^\s*\/([a-z0-9_]+)(?:@(\w+))?(?![\w/])/i.exec(text) ?? [];
  return name === undefined ? null : { name: name.toLowerCase(), bot: bot ?? null };
}

/** Whether the bot is mentioned, by its name or by what stands for one. */
export function namesBot({ entities, text }: Written, self: Self): boolean {
  return entities.some(({ length, offset, type, user }) => {
    if (type === 'text_mention') return user === self.id;
    const said = text.slice(offset, offset + length).toLowerCase();
    return type === 'mention' && said === `@${self.name.toLowerCase()}`;
  });
}

/** Takes the bot's name away where it only calls the bot; in a sentence it stays. */
export function withoutCall(text: string, { name }: Self): string {
  const token = `@${name}(?!\\w)`;
  return text
    .replace(new RegExp(`^\\s*(?:${token}[\\s,:，：]*)+`, 'i'), '')
    .replace(new RegExp(`(?:\\s*${token})+\\s*$`, 'i'), '')
    .trim();
}

/** The name stands at the beginning, so that a bare command may follow. */
export function beginsWithCall(text: string, { name }: Self): boolean {
  return new RegExp(`^\\s*@${name}(?!\\w)`, 'i').test(text);
}
