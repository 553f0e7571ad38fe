import type { Usage } from '../conversation/types.ts';
import { ExpertError, TooLongError } from './errors.ts';
import type { Pool, Prepare } from './pool.ts';
import type { PromptParts } from './profiles/profile.ts';

/** What is to be mended, and what is wrong with it. */
export interface RepairRequest {
  /** What should be JSON. */
  readonly text: string;
  /** In words, for example Ajv's errors. */
  readonly problem: string;
  /** What the result has to match; the server is then held to it. */
  readonly schema?: Readonly<Record<string, unknown>>;
}

/** One call of a model that came to its end, whatever it was good for. */
export interface RepairCall {
  readonly model: string;
  readonly ms: number;
  readonly usage: Usage;
}

/** Repaired JSON may grow: missing fields, quotes and brackets. */
const GROWTH = 2;
const GROWTH_MIN_TOKENS = 256;
/** Less room than this beyond the text itself, and the end would be cut off. */
const SLACK_TOKENS = 32;

/**
 * How many tokens the repaired text may get.
 *
 * @throws TooLongError when it could not even be as long as what is repaired
 */
export function repairRoom(
  window: number,
  outputMax: number | null,
  promptTokens: number,
  textTokens: number,
): number {
  const room = Math.min(outputMax ?? Number.POSITIVE_INFINITY, window - promptTokens);
  const needed = textTokens + SLACK_TOKENS;
  if (room < needed) throw new TooLongError(promptTokens + needed, promptTokens + Math.max(0, room));
  return Math.min(room, textTokens * GROWTH + GROWTH_MIN_TOKENS);
}

/** What the model is told; the instructions around it are its profile's. */
export function repairPrompt({ problem, schema, text }: RepairRequest): string {
  const wanted = schema === undefined ? [] : [`It has to match this JSON Schema:\n${JSON.stringify(schema)}`];
  return [`This JSON is not right: ${problem}`, ...wanted, text].join('\n\n');
}

/**
 * The repaired text, whole: whether it is right now is for the caller to check.
 *
 * @param note is told what the call cost, also where it was of no use
 * @throws ExpertError, `broken_stream` also where the output limit cut it; TooLongError; the signal's reason
 */
export async function repairWith(
  pool: Pool,
  request: RepairRequest,
  note: (call: RepairCall) => void,
  signal: AbortSignal,
): Promise<string> {
  const startedMs = performance.now();
  let name = 'repair';
  let model = 'unknown';
  let text = '';
  for await (const event of pool.stream(prepareRepair(request), signal)) {
    if (event.type === 'model') {
      name = event.seat.engine.name;
      model = event.seat.info.model;
    }
    if (event.type === 'text') text += event.delta;
    if (event.type !== 'end') continue;
    note({ model, ms: performance.now() - startedMs, usage: event.usage });
    if (event.finish === 'length') {
      throw new ExpertError('broken_stream', name, 'the repaired text is longer than the output limit');
    }
  }
  return text.trim();
}

function prepareRepair(request: RepairRequest): Prepare {
  const text = repairPrompt(request);
  const parts: PromptParts = {
    shared: false,
    json: true,
    summary: null,
    turns: [],
    question: { text, bare: text, expert: 'structured', images: [] },
  };
  return async ({ engine, info, profile }, signal) => {
    const { messages, raw, skipSpecialTokens, stop } = profile.layout(parts);
    const tokens = await Promise.all([
      engine.countTokens(raw ?? messages, signal),
      engine.countTokens(request.text, signal),
    ]);
    return {
      messages,
      maxTokens: repairRoom(info.window, profile.outputMax, ...tokens),
      sampling: {
        ...profile.sampling('structured'),
        ...(stop && { stop }),
        ...(skipSpecialTokens === false && { skipSpecialTokens }),
      },
      ...(raw !== undefined && { raw }),
      // Without a schema it is not constrained: `json_object` would force an array into an object.
      ...(request.schema !== undefined && { json: request.schema }),
    };
  };
}
