import type { APIEmbed } from 'discord.js';
import { parseMarkdown } from '../../../src/rendering/parse.ts';
import { serialise } from '../../../src/rendering/serialise.ts';
import { split } from '../../../src/rendering/split.ts';
import type { Block } from '../../../src/rendering/types.ts';
import { LIMITS } from '../limits.ts';
import { discordDialect } from '../render/dialect.ts';
import { NEUTRAL_COLOUR } from '../render/looks.ts';

/** Something that the bot says of itself, in Markdown: the embeds of one message each. */
export function noticeEmbeds(markdown: string): APIEmbed[][] {
  const measure = (blocks: readonly Block[]) => serialise(blocks, discordDialect).length;
  const groups = split(parseMarkdown(markdown).children, { measure, limit: LIMITS.descriptionCharacters });
  return groups.map((blocks) => [{ description: serialise(blocks, discordDialect), color: NEUTRAL_COLOUR }]);
}
