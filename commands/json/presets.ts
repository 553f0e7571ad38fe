import type { JsonSchema } from '../../src/checks/json-schema.ts';
import type { Words } from '../types.ts';

export const PRESET_NAMES = ['resume', 'table', 'xml'] as const;
export type PresetName = (typeof PRESET_NAMES)[number];

/** A ready form of answer. */
export interface Preset {
  readonly label: Words;
  /** Null: the answer is no JSON. */
  readonly schema: JsonSchema | null;
  /** Said behind the text, for what a schema cannot say. */
  readonly instruction: Words | null;
}

const string: JsonSchema = { type: 'string' };
/** Null where the text does not say it: a model that has to fill a field makes something up. */
const maybe: JsonSchema = { type: ['string', 'null'] };
const list = (items: JsonSchema): JsonSchema => ({ type: 'array', items });
const object = (properties: Readonly<Record<string, JsonSchema>>): JsonSchema => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});

export const PRESETS: Readonly<Record<PresetName, Preset>> = {
  resume: {
    label: { en: 'A résumé', zh: '简历' },
    schema: object({
      name: string,
      phone: maybe,
      email: maybe,
      location: maybe,
      summary: maybe,
      years_of_experience: { type: ['number', 'null'] },
      skills: list(string),
      education: list(object({ school: string, degree: maybe, field: maybe, from: maybe, to: maybe })),
      experience: list(object({ company: maybe, title: string, from: maybe, to: maybe, description: maybe })),
      languages: list(string),
    }),
    instruction: null,
  },
  table: {
    label: { en: 'A table: columns and rows', zh: '表格：列和行' },
    schema: object({
      columns: list(string),
      rows: list(list({ type: ['string', 'number', 'boolean', 'null'] })),
    }),
    instruction: {
      en: 'Give this as a table: a heading for each column, and in every row one cell for each of them.',
      zh: '请整理成表格：每一列有标题，每一行的单元格数与列数相同。',
    },
  },
  xml: {
    label: { en: 'XML', zh: 'XML' },
    schema: null,
    instruction: {
      en: 'Give this as well-formed XML with one root element, in a fenced block, and nothing else.',
      zh: '请把以上内容写成格式正确、只有一个根元素的 XML，放在一个代码块里，不要其他内容。',
    },
  },
};

/** The preset of that name, in lower case as the contract has it; else null. */
export function presetNamed(name: string): PresetName | null {
  return PRESET_NAMES.find((preset) => preset === name) ?? null;
}
