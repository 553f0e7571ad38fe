import { LIMITS } from './limits.ts';

/** What both completion routes take alike, in OpenAI's names. */
export interface SamplingFields {
  readonly max_tokens?: number | null;
  readonly temperature?: number | null;
  readonly top_p?: number | null;
  readonly seed?: number | null;
  readonly stop?: string | readonly unknown[] | null;
  readonly n?: number | null;
  readonly stream?: boolean | null;
}

/** A field that may also be null, as OpenAI's clients send fields that are not set. */
export const optional = (type: string, rules: object = {}) => ({ type: [type, 'null'], ...rules });

export const samplingSchema = {
  max_tokens: optional('integer', { minimum: 1 }),
  temperature: optional('number', { minimum: 0, maximum: LIMITS.temperatureMax }),
  top_p: optional('number', { exclusiveMinimum: 0, maximum: 1 }),
  seed: optional('integer'),
  stop: { type: ['string', 'array', 'null'], maxItems: LIMITS.stopStrings, minLength: 1 },
  n: optional('integer', { minimum: 1 }),
  stream: optional('boolean'),
};
