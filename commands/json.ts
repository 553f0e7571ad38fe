import { schemaProblem } from '../src/checks/json/json-thread.ts';
import { TEXT_OPTION } from './ask-expert.ts';
import { PRESET_NAMES, PRESETS } from './json/presets.ts';
import { type JsonRequest, readJsonRequest, readSchemaAlone, readSchemaOption } from './json/read.ts';
import { meantText, nothingMeant } from './meant-text.ts';
import type { Command, CommandCall, CommandContext, Form, MessageChanges, Words } from './types.ts';

/** A schema may have been written to take long, and others may wait with theirs; in ms. */
const SCHEMA_MS = 10_000;
/** A schema has many lines, for which a field of a command is too short. */
const FORM: Form = {
  command: 'json',
  title: { en: 'Structured data', zh: '结构化数据' },
  fields: [
    {
      name: 'schema',
      label: { en: 'Fields, JSON Schema or preset', zh: '字段列表、JSON Schema 或预设' },
      kind: 'paragraph',
      value: '',
    },
    {
      name: 'text',
      label: { en: 'Text (or your latest message)', zh: '内容（留空则用上一条消息）' },
      kind: 'paragraph',
      value: '',
    },
  ],
};

export const json: Command = {
  name: 'json',
  description: {
    en: 'Structured data from a text: JSON by fields, a schema, or resume, table, xml',
    zh: '从文本提取结构化数据：字段列表、JSON Schema，或 resume、table、xml',
  },
  usage: { en: '[name, age:int, tags[] |] TEXT', zh: '[name, age:int, tags[] |] 内容' },
  options: [
    TEXT_OPTION,
    {
      name: 'schema',
      kind: 'text',
      description: {
        en: `name, age:int, tags[]; a JSON Schema; or ${PRESET_NAMES.join(', ')}`,
        zh: `name, age:int, tags[]、JSON Schema，或 ${PRESET_NAMES.join('、')}`,
      },
      required: false,
      suggest: (typed) =>
        PRESET_NAMES.filter((name) => name.startsWith(typed.trim().toLowerCase())).map((name) => ({
          value: name,
          label: PRESETS[name].label,
        })),
    },
  ],
  form: async () => FORM,
  async run(call, context) {
    const asked = alone(readJson(call), context);
    const problem = asked.problem ?? (await problemIn(asked));
    if (problem !== null) return { kind: 'say', text: unusable(problem)[context.language] };
    const meant = await meantText(asked.text, context);
    if (meant === null) return nothingMeant(call, context);
    return {
      kind: 'ask',
      changes: {
        ...inForm(asked, meant.text, context),
        forced: 'structured',
        withRepliedFiles: meant.replied,
      },
    };
  },
};

/** What the words and fields of a call say. */
export function readJson({ options, text }: Pick<CommandCall, 'text' | 'options'>): JsonRequest {
  const { schema = '' } = options;
  if (schema.trim() === '') return readJsonRequest(text);
  const request = readSchemaOption(schema, text.trim());
  const problem = 'it is no field list, JSON Schema or preset';
  return request ?? { schema: null, preset: null, text: text.trim(), problem };
}

async function problemIn({ schema }: JsonRequest): Promise<string | null> {
  return schema === null ? null : schemaProblem(schema, AbortSignal.timeout(SCHEMA_MS));
}

/** `/json name, age:int` in reply to a message: the fields are the schema, and the message is the text. */
function alone(request: JsonRequest, { repliedTo }: CommandContext): JsonRequest {
  if (repliedTo === null || request.schema !== null || request.preset !== null) return request;
  const schema = readSchemaAlone(request.text);
  return schema === null ? request : { ...request, schema, text: '' };
}

function inForm(
  { preset, schema }: JsonRequest,
  text: string,
  { language }: CommandContext,
): Pick<MessageChanges, 'text' | 'json'> {
  if (preset === null) return { text, json: schema ?? true };
  const { instruction, schema: ready } = PRESETS[preset];
  return {
    text: instruction === null ? text : `${text}\n\n${instruction[language]}`.trim(),
    ...(ready !== null && { json: ready }),
  };
}

function unusable(problem: string): Words {
  return {
    en: `That schema cannot be used: ${problem}.`,
    zh: `这个 schema 无法使用：${problem}。`,
  };
}
