import { EXPERTS } from '../../../src/conversation/types.ts';

type Schema = Readonly<Record<string, unknown>>;

/** A shape that stands under `components/schemas`. */
export const shape = (name: keyof typeof SHAPES): Schema => ({ $ref: `#/components/schemas/${name}` });

const string: Schema = { type: 'string' };
const count: Schema = { type: 'integer', minimum: 0 };
const ms: Schema = { type: 'number', minimum: 0, description: 'milliseconds' };
const share: Schema = { type: 'number', minimum: 0, maximum: 1 };
const list = (items: Schema): Schema => ({ type: 'array', items });
const named = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
/** All fields are always there, but those that are named. */
const object = (properties: Readonly<Record<string, Schema>>, optional: readonly string[] = []): Schema => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
});
const event = (name: string, data: Schema): Schema => object({ event: { const: name }, data });
const openAiUsage = object({
  prompt_tokens: count,
  completion_tokens: count,
  total_tokens: count,
  prompt_tokens_details: object({ cached_tokens: count }),
});
const finishReason = { enum: ['stop', 'length'] };

/** OpenAI's raw completion, whole or a piece of it. */
const completion = (finish: Schema) => ({
  id: string,
  object: { const: 'text_completion' },
  created: { type: 'integer' },
  model: { const: 'code' },
  choices: list(object({ index: count, text: string, logprobs: { type: 'null' }, finish_reason: finish })),
});

/** What comes back: the contract's shapes, and OpenAI's where a route has those. What may come in the routes have. */
export const SHAPES = {
  Expert: { enum: [...EXPERTS] },
  Error: object({
    error: object({
      message: string,
      type: string,
      param: { type: ['string', 'null'], description: 'the field at fault' },
      code: { type: ['string', 'null'] },
    }),
  }),
  Route: object({
    expert: named('Expert'),
    tier: { enum: ['forced', 'rule', 'classifier', 'judge', 'default'] },
    confidence: share,
    scores: { type: 'object', propertyNames: named('Expert'), additionalProperties: share },
    reason: string,
  }),
  Check: object(
    { name: string, status: { enum: ['passed', 'repaired', 'failed', 'skipped'] }, detail: string },
    ['detail'],
  ),
  Receipt: object({
    id: { type: 'string', pattern: '^turn_' },
    conversation: string,
    model_used: string,
    expert: { ...named('Expert'), description: 'who answered; `route.expert` is who was meant' },
    response: string,
    timestamp: { type: 'string', format: 'date-time' },
    route: named('Route'),
    steps: list(object({ expert: named('Expert'), model_used: string, ms })),
    checks: list(named('Check')),
    usage: object({ prompt_tokens: count, completion_tokens: count, cached_tokens: count }),
    latency_ms: object({ route: ms, first_token: { ...ms, type: ['number', 'null'] }, total: ms }),
    cached: { type: 'boolean' },
    degraded: { oneOf: [{ type: 'null' }, object({ wanted: named('Expert'), reason: string })] },
    finish: { enum: ['stop', 'length', 'stopped'] },
  }),
  Event: {
    description: 'One `event:` and `data:` pair of the stream.',
    oneOf: [
      event('route', named('Route')),
      event('queue', object({ position: count })),
      event(
        'step',
        object({ index: count, expert: named('Expert'), state: { enum: ['running', 'done', 'failed'] } }),
      ),
      event('text', object({ delta: string })),
      event('replace', object({ text: string })),
      event('check', named('Check')),
      event('done', named('Receipt')),
      event('error', named('Error')),
    ],
  },
  ChatCompletion: object({
    id: string,
    object: { const: 'chat.completion' },
    created: { type: 'integer', description: 'Unix seconds' },
    model: named('Expert'),
    choices: list(
      object({
        index: count,
        message: object({ role: { const: 'assistant' }, content: string, refusal: { type: 'null' } }),
        logprobs: { type: 'null' },
        finish_reason: finishReason,
      }),
    ),
    usage: openAiUsage,
    switchboard: named('Receipt'),
  }),
  ChatChunk: object(
    {
      id: string,
      object: { const: 'chat.completion.chunk' },
      created: { type: 'integer' },
      model: named('Expert'),
      choices: list(
        object({
          index: count,
          delta: { type: 'object', properties: { role: string, content: string } },
          logprobs: { type: 'null' },
          finish_reason: { enum: ['stop', 'length', null] },
        }),
      ),
      usage: openAiUsage,
      switchboard: { ...named('Receipt'), description: 'on the chunk that carries `finish_reason`' },
    },
    ['usage', 'switchboard'],
  ),
  Completion: object({ ...completion(finishReason), usage: openAiUsage, switchboard: named('Receipt') }),
  CompletionChunk: object(
    {
      ...completion({ enum: [...finishReason.enum, null] }),
      switchboard: { ...named('Receipt'), description: 'on the chunk that carries `finish_reason`' },
    },
    ['switchboard'],
  ),
  Model: object({
    id: { enum: ['auto', ...EXPERTS] },
    object: { const: 'model' },
    created: { type: 'integer' },
    owned_by: string,
    switchboard: object({
      model_used: { type: ['string', 'null'], description: 'null when none can answer' },
      window: { type: ['integer', 'null'], description: 'tokens' },
      state: { enum: ['up', 'down', 'embedded', 'played_by_general'] },
    }),
  }),
  Turn: object({
    id: string,
    timestamp: { type: 'string', format: 'date-time' },
    author: { type: ['string', 'null'] },
    text: string,
    response: string,
    expert: named('Expert'),
    model_used: string,
    stopped: { type: 'boolean' },
  }),
  Readiness: object({
    ready: { type: 'boolean' },
    detail: string,
    progress: { ...share, type: ['number', 'null'], description: 'while a model is fetched or loaded' },
  }),
} as const satisfies Readonly<Record<string, Schema>>;
