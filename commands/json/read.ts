import type { JsonSchema } from '../../src/checks/json-schema.ts';
import { endOfObject } from './balanced.ts';
import { isUnmistakable, readFieldList } from './field-list.ts';
import { type PresetName, presetNamed } from './presets.ts';

/** What `/json [SCHEMA] TEXT` says. */
export interface JsonRequest {
  /** Null when none was given, or the preset has it. */
  readonly schema: JsonSchema | null;
  readonly preset: PresetName | null;
  readonly text: string;
  /** Why what was meant as a schema is none. Whether one can be used is not looked at here. */
  readonly problem: string | null;
}

/** Words that make an object a schema. Without any it is data, and part of the text. */
const SCHEMA_WORDS = ['type', 'properties', '$schema', '$ref', 'anyOf', 'oneOf', 'allOf', 'enum', 'const'];
const PRESET = /^(?<name>[a-z]+)(?:\s*[|:：]\s*|\s+|$)(?<text>[\s\S]*)$/;
const LIST_END = /\s\|(?=\s|$)|\n/;

/** Reads the text form: a balanced `{…}`, a preset, or a field list ended by ` | ` or a line break (contract §5). */
export function readJsonRequest(typed: string): JsonRequest {
  const text = typed.trim();
  return readObject(text) ?? readPreset(text) ?? readListed(text) ?? plain(text);
}

/** Reads the field `schema` of a platform that has fields; null when it is neither of the three. */
export function readSchemaOption(option: string, text: string): JsonRequest | null {
  const schema = option.trim();
  const preset = presetNamed(schema);
  if (preset !== null) return { ...plain(text), preset };
  if (schema.startsWith('{')) {
    return endOfObject(schema) === schema.length ? fromObject(schema, text, true) : null;
  }
  const fields = readFieldList(schema);
  return fields && { ...plain(text), schema: fields };
}

/** A field list with nothing behind it, for a text that stands in another message; null when it may be text itself. */
export function readSchemaAlone(text: string): JsonSchema | null {
  return isUnmistakable(text) ? readFieldList(text) : null;
}

const plain = (text: string): JsonRequest => ({ schema: null, preset: null, text, problem: null });

function readObject(text: string): JsonRequest | null {
  const end = endOfObject(text);
  if (end === null) return null;
  return fromObject(text.slice(0, end), text.slice(end).replace(/^\s*\|?\s*/, ''), false);
}

/** @param isSchema it can be nothing but a schema, whatever it says */
function fromObject(json: string, text: string, isSchema: boolean): JsonRequest | null {
  let schema: JsonSchema;
  try {
    schema = JSON.parse(json);
  } catch {
    return isSchema ? { ...plain(text), problem: 'it is not valid JSON' } : null;
  }
  if (!isSchema && !SCHEMA_WORDS.some((word) => Object.hasOwn(schema, word))) return null;
  return { ...plain(text), schema };
}

function readPreset(text: string): JsonRequest | null {
  const groups = PRESET.exec(text)?.groups;
  const preset = presetNamed(groups?.name ?? '');
  return preset && { ...plain(groups?.text?.trim() ?? ''), preset };
}

function readListed(text: string): JsonRequest | null {
  const end = LIST_END.exec(text);
  if (end === null) return null;
  const schema = readFieldList(text.slice(0, end.index).trim());
  return schema && { ...plain(text.slice(end.index + end[0].length).trim()), schema };
}
