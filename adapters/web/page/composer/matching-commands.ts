import type { WebCommand } from '../../protocol.ts';

/** The commands that begin as what was typed (`/tr`), all for a bare slash, none for what is no command. */
export function matchingCommands(commands: readonly WebCommand[], typed: string): readonly WebCommand[] {
  const [, begun] = /^\s*[/／]([a-z]*)$/i.exec(typed) ?? [];
  if (begun === undefined) return [];
  return commands.filter(({ name }) => name.startsWith(begun.toLowerCase()));
}
