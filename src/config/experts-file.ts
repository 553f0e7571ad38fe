import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ErrorObject } from 'ajv';
import { createValidator } from './check.ts';
import { nearest } from './nearest.ts';
import { type Problem, show } from './problem.ts';
import { ENDPOINT_NAMES, type EndpointName } from './types.ts';
import { VARIABLES } from './variables.ts';

/** An expert as `EXPERTS_FILE` may describe it: the same as the environment's five variables. */
export interface ExpertEntry {
  readonly urls?: readonly string[];
  readonly model?: string;
  readonly profile?: string;
  readonly apiKey?: string;
  readonly kind?: 'openai' | 'nllb';
}
export type ExpertEntries = Readonly<Partial<Record<EndpointName, ExpertEntry>>>;

const FIELD_FORMS = {
  urls: VARIABLES.EXPERT_GENERAL_URL.form,
  model: VARIABLES.EXPERT_GENERAL_MODEL.form,
  profile: VARIABLES.EXPERT_GENERAL_PROFILE.form,
  apiKey: VARIABLES.EXPERT_GENERAL_API_KEY.form,
  kind: VARIABLES.EXPERT_GENERAL_KIND.form,
} as const satisfies Record<keyof ExpertEntry, unknown>;

const entry = {
  type: 'object',
  additionalProperties: false,
  properties: Object.fromEntries(Object.entries(FIELD_FORMS).map(([field, form]) => [field, form.schema])),
};
const validate = createValidator().compile<ExpertEntries>({
  type: 'object',
  additionalProperties: false,
  properties: Object.fromEntries(ENDPOINT_NAMES.map((name) => [name, entry])),
});

const EXAMPLE = '{"math": {"urls": ["http://gpu1:8001/v1"], "model": "math"}}';

/** Reads and checks the experts file; with a mistake in it, none of its entries counts. */
export function readExpertsFile(file: string, cwd: string): { entries: ExpertEntries; problems: Problem[] } {
  const refused = (wrong: string, mend: string) => ({
    entries: {},
    problems: [{ variable: 'EXPERTS_FILE', wrong, mend }],
  });
  let text: string;
  try {
    text = readFileSync(resolve(cwd, file), 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    return refused(`${show(file)} cannot be read (${code})`, 'Correct the path, or unset the variable.');
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    return refused(
      `${show(file)} is not JSON${place(error)}`,
      'Look for a missing quote or a comma too many.',
    );
  }
  if (validate(content)) return { entries: withTidyUrls(content), problems: [] };
  const wrongs = new Map((validate.errors ?? []).map((error) => [wrongOf(error, content), mendOf(error)]));
  return {
    entries: {},
    problems: [...wrongs].map(([wrong, mend]) => ({ variable: 'EXPERTS_FILE', wrong, mend })),
  };
}

/** Where JSON broke off. The parser's own message quotes the file, keys included. */
function place(error: unknown): string {
  const at = /\(line \d+ column \d+\)/.exec(error instanceof Error ? error.message : '')?.[0];
  return at === undefined ? '' : ` ${at}`;
}

function wrongOf(error: ErrorObject, content: unknown): string {
  const where = error.instancePath.slice(1).replaceAll('/', '.') || 'the file';
  if (error.keyword === 'additionalProperties') {
    return `${where} has an unknown ${where === 'the file' ? 'expert' : 'field'} ${show(unknownKey(error))}`;
  }
  if (error.keyword === 'type') return `${where} is not of type ${String(error.params.type)}`;
  if (error.keyword === 'minItems') return `${where} is empty`;
  const [, name = '', field = '', item] = error.instancePath.split('/');
  const form = FIELD_FORMS[field as keyof typeof FIELD_FORMS];
  const value = (content as Record<string, Record<string, unknown>>)[name]?.[field];
  const written = Array.isArray(value) ? value[Number(item)] : value;
  const shown = form.secret || typeof written !== 'string' ? 'its value' : show(written);
  return `${where}: ${shown} is not ${form.expected}`;
}

function mendOf(error: ErrorObject): string {
  if (error.keyword !== 'additionalProperties') return `The form of the file is ${EXAMPLE}.`;
  const known: readonly string[] = error.instancePath === '' ? ENDPOINT_NAMES : Object.keys(FIELD_FORMS);
  const meant = nearest(unknownKey(error).toLowerCase().replace(/_/g, ''), known, 2);
  return meant === null ? `Known are ${known.join(', ')}.` : `Did you mean ${meant}?`;
}

function unknownKey(error: ErrorObject): string {
  return String(error.params.additionalProperty);
}

function withTidyUrls(entries: ExpertEntries): ExpertEntries {
  return Object.fromEntries(
    Object.entries(entries).map(([name, { urls, ...rest }]) => [
      name,
      urls === undefined ? rest : { ...rest, urls: [...new Set(urls.map((url) => url.replace(/\/+$/, '')))] },
    ]),
  );
}
