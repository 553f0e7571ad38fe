import type { APIEmbedField } from 'discord.js';
import { escapeMarkdown } from '../../../src/rendering/escape.ts';
import type { Block } from '../../../src/rendering/types.ts';
import { neutralise } from './mentions.ts';

/** Of more fields, or longer ones, the JSON itself reads better. */
const FIELDS_MAX = 9;
const NAME_MAX_CHARACTERS = 40;
const VALUE_MAX_CHARACTERS = 200;
/** Written out, with its escapes: together with the JSON it has to fit into the 6,000 of a message. */
const WRITTEN_MAX_CHARACTERS = 1_200;

/**
 * The fields of an answer that is nothing but one small, flat record in JSON; none for any other. They come with the
 * JSON, which tells numbers from words and can be copied.
 */
export function recordFields(blocks: readonly Block[]): APIEmbedField[] {
  const record = recordIn(blocks);
  if (record === null) return [];
  const entries = Object.entries(record);
  if (entries.length === 0 || entries.length > FIELDS_MAX) return [];
  const fields = entries.map(([name, value]) => ({ name, value: shown(value) }));
  const fits = fields.every(
    ({ name, value }) =>
      name !== '' &&
      name.length <= NAME_MAX_CHARACTERS &&
      value !== null &&
      value.length <= VALUE_MAX_CHARACTERS,
  );
  if (!fits) return [];
  const written = fields.map(({ name, value }) => ({
    name: safe(name),
    value: safe(value ?? '') || '–',
    inline: true,
  }));
  const size = written.reduce((sum, { name, value }) => sum + name.length + value.length, 0);
  return size > WRITTEN_MAX_CHARACTERS || written.some(({ name }) => name === '') ? [] : written;
}

function recordIn(blocks: readonly Block[]): Record<string, unknown> | null {
  const [block] = blocks;
  if (blocks.length !== 1 || block === undefined) return null;
  const text = block.type === 'code' ? block.value : null;
  if (text === null || !text.trim().startsWith('{')) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** Null: it is no plain value, nor a list of some. */
function shown(value: unknown): string | null {
  if (value === null) return '–';
  if (Array.isArray(value)) {
    const all = value.map((each) => (Array.isArray(each) ? null : shown(each)));
    return all.includes(null) ? null : all.join(', ');
  }
  return typeof value === 'object' ? null : String(value);
}

function safe(text: string): string {
  return escapeMarkdown(neutralise(text)).trim();
}
