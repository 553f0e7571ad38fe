import { randomInt } from 'node:crypto';
import type {
  LlamaContextSequence,
  LlamaGrammarEvaluationState,
  LlamaModel,
  SequenceEvaluateOptions,
  Token,
} from 'node-llama-cpp';
import type { GenerateEvent, Sampling } from '../engine.ts';
import { nextChunk, PREFILL_CHUNK_TOKENS } from './prefill.ts';
import { StopFilter } from './stop-filter.ts';
import { TokenText } from './token-text.ts';

/** How far back repetition is penalized: llama.cpp's own default. */
const PENALTY_TOKENS = 64;
/** Small models ramble at 1.0, and repeat themselves at 0. */
const DEFAULT_TEMPERATURE = 0.3;

export interface Generation {
  readonly model: LlamaModel;
  readonly sequence: LlamaContextSequence;
  readonly prompt: readonly Token[];
  readonly maxTokens: number;
  readonly sampling: Sampling;
  readonly stopTokens: ReadonlySet<Token>;
  readonly stopTexts: readonly string[];
  readonly grammar: LlamaGrammarEvaluationState | null;
  /** Throws when the generation must end: asked between any two steps of native work. */
  readonly check: () => void;
  /** Told at the end how long the tokens after the first took. */
  readonly onSpeed: (tokens: number, decodingMs: number) => void;
}

/** Reads the prompt, then streams the answer. Never more than one native step is under way. */
export async function* generate(run: Generation): AsyncGenerator<GenerateEvent> {
  const { model, sequence, maxTokens, check } = run;
  const { cached, rest } = await prefill(run);
  const text = new TokenText(model);
  const filter = new StopFilter([...run.stopTexts, ...(run.sampling.stop ?? [])]);
  const answer: Token[] = [];
  const steps = sequence.evaluate(rest, evaluateOptions(run, answer));
  let finish: 'stop' | 'length' = 'length';
  let decodingMs = 0;
  try {
    while (answer.length < maxTokens) {
      const started = performance.now();
      const step = await steps.next();
      if (answer.length > 0) decodingMs += performance.now() - started;
      check();
      if (step.done === true) throw new Error('llama.cpp ended without an end token');
      answer.push(step.value);
      if (model.isEogToken(step.value) || run.stopTokens.has(step.value)) {
        finish = 'stop';
        break;
      }
      const { text: delta, stopped } = filter.push(text.push(step.value));
      if (delta !== '') yield { type: 'text', delta };
      check();
      if (stopped) {
        finish = 'stop';
        break;
      }
    }
    const delta = filter.push(text.flush()).text + filter.flush();
    if (delta !== '') yield { type: 'text', delta };
    yield end(run, answer, cached, finish);
  } finally {
    await steps.return();
    run.onSpeed(answer.length - 1, decodingMs);
  }
}

/** Reads all of the prompt but its last piece, which goes to the sampler, and counts what was there already. */
async function prefill({ sequence, prompt, check }: Generation): Promise<{ cached: number; rest: Token[] }> {
  const meter = sequence.tokenMeter.getState();
  // Without the last token: it must be read anew, for what follows it to be sampled. No shifting of state: a
  // moved token is not the same as a read one.
  await sequence.adaptStateToTokens(prompt.slice(0, -1), false);
  check();
  let read = sequence.nextTokenIndex;
  const cached = Math.max(0, read - sequence.tokenMeter.diff(meter).usedInputTokens);
  let chunk = PREFILL_CHUNK_TOKENS;
  while (prompt.length - read > chunk) {
    const started = performance.now();
    await sequence.evaluateWithoutGeneratingNewTokens(prompt.slice(read, read + chunk));
    check();
    read += chunk;
    chunk = nextChunk(chunk, performance.now() - started);
  }
  return { cached, rest: prompt.slice(read) };
}

function evaluateOptions(run: Generation, answer: readonly Token[]): SequenceEvaluateOptions {
  const { temperature = DEFAULT_TEMPERATURE, topP = 1, seed, repetitionPenalty } = run.sampling;
  // Brackets and quotes of JSON have to repeat.
  const penalty = run.grammar === null ? repetitionPenalty : undefined;
  return {
    temperature,
    topP,
    seed: seed ?? randomInt(2 ** 31),
    yieldEogToken: true,
    ...(run.grammar !== null && { grammarEvaluationState: run.grammar }),
    ...(penalty !== undefined && {
      repeatPenalty: {
        penalty,
        punishTokens: () => answer.slice(-PENALTY_TOKENS),
        maxPunishTokens: PENALTY_TOKENS,
      },
    }),
  };
}

function end(
  run: Generation,
  answer: readonly Token[],
  cached: number,
  finish: 'stop' | 'length',
): GenerateEvent {
  const usage = {
    prompt_tokens: run.prompt.length,
    completion_tokens: answer.length,
    cached_tokens: cached,
  };
  return { type: 'end', finish, usage };
}
