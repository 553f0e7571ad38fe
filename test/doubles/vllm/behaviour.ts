export type RequestBody = Readonly<Record<string, unknown>>;

export interface ScriptedAnswer {
  readonly text: string;
  readonly reasoning?: string;
  readonly finish?: 'stop' | 'length';
}

/** Decides the answer of a request; `undefined` leaves it to the double. */
export type Script = (body: RequestBody) => string | ScriptedAnswer | undefined;

export interface ModelSpec {
  readonly id: string;
  readonly root?: string | null;
  /** Set for a LoRA adapter. */
  readonly parent?: string | null;
  /** max_model_len, in tokens. */
  readonly window?: number;
  /** Without one, chat is answered with 400. Default true. */
  readonly chatTemplate?: boolean;
  /** Takes images. Default false. */
  readonly vision?: boolean;
  /** `--limit-mm-per-prompt`: images in one prompt. Default 999, vLLM's own. */
  readonly imagesMax?: number;
  /** Prompt tokens of one image, without its two markers. Default 256. */
  readonly imageTokens?: number;
  /**
   * `/tokenize` counts pictures with what they take. vLLM counted no more than the place of each (vllm#16191) while
   * its API server did not process them. Default true.
   */
  readonly countsImages?: boolean;
  /** The template raises on roles that do not alternate, as Llama 2's does. Default false. */
  readonly alternating?: boolean;
  /**
   * Special tokens of the tokenizer: left out of the text, where no stop string finds them, unless a request has
   * `skip_special_tokens: false`. Default none.
   */
  readonly specialTokens?: readonly string[];
  /** `pooling` serves embeddings and nothing else. Default `generate`. */
  readonly runner?: 'generate' | 'pooling';
}

export type FaultKind =
  /** The connection is dropped before any answer. */
  | 'reset'
  /** Never answers; with `afterTokens`, never goes on. */
  | 'hang'
  | 'context_overflow'
  | 'model_not_found'
  | 'unauthorized'
  /** `status` in vLLM's shape, with `retryAfterS` as Retry-After. */
  | 'status'
  /** An error page of a proxy in front, `status` 502 by default. */
  | 'html'
  /** `{"error":"…"}` of a production-stack router, `status` 503 by default. */
  | 'router'
  /** In mid-stream: a chunk that is cut JSON; the stream then ends. */
  | 'bad_json'
  /** In mid-stream: lines that are no server-sent events; the stream then ends. */
  | 'bad_sse'
  /** In mid-stream: the socket is destroyed. */
  | 'break'
  /** In mid-stream: the response ends properly, without finish_reason and [DONE]. */
  | 'truncate'
  /** In mid-stream: `data: {"error":…}` and [DONE] inside the 200. */
  | 'stream_error';

export interface Fault {
  readonly kind: FaultKind;
  /** How many requests it hits; default all. */
  readonly times?: number;
  /** Default: chat, completions and embeddings. */
  readonly paths?: readonly string[] | '*';
  /** Mid-stream kinds: tokens sent before it strikes, at most all but the last; default 0. */
  readonly afterTokens?: number;
  readonly status?: number;
  readonly retryAfterS?: number;
}

/** Everything that can be changed while it runs. */
export interface Behaviour {
  readonly script: Script | null;
  /** Milliseconds from the start of a generation to its first token. */
  readonly firstTokenMs: number;
  /** Milliseconds per token. */
  readonly tokenMs: number;
  readonly tokensPerChunk: number;
  /** How many requests generate at a time; further ones wait. */
  readonly maxNumSeqs: number;
  /** `--max-num-queued-reqs`: waiting and running together; beyond it 503. Null: no limit, as by default. */
  readonly maxQueued: number | null;
  /** Retry-After of that 503, in seconds; null sends none. */
  readonly retryAfterS: number | null;
  /** Parks every generation, silently, until woken. The prefix cache is lost. */
  readonly sleeping: boolean;
  /** Refuses connections. */
  readonly down: boolean;
  /** /health answers 503, generations 500. */
  readonly engineDead: boolean;
  /** `--enable-prompt-tokens-details`. */
  readonly promptTokensDetails: boolean;
  /** `--scheduling-policy priority`. */
  readonly priorityScheduling: boolean;
  /** Weights of the labels of a `choice`, in any scale; absent labels count next to nothing. */
  readonly choiceProbabilities:
    | Readonly<Record<string, number>>
    | ((body: RequestBody, choices: readonly string[]) => Readonly<Record<string, number>>)
    | null;
  /**
   * How far it understands closed lists: as vLLM does, `unknown_field` refuses the field with 400, `no_logprobs`
   * refuses log-probabilities, too, `silent` ignores both without a word. Default `vllm`.
   */
  readonly choices: 'vllm' | 'unknown_field' | 'no_logprobs' | 'silent';
  readonly fault: Fault | readonly Fault[] | null;
}

export const DEFAULT_BEHAVIOUR: Behaviour = {
  script: null,
  firstTokenMs: 0,
  tokenMs: 0,
  tokensPerChunk: 1,
  maxNumSeqs: 256,
  maxQueued: null,
  retryAfterS: null,
  sleeping: false,
  down: false,
  engineDead: false,
  promptTokensDetails: false,
  priorityScheduling: false,
  choiceProbabilities: null,
  choices: 'vllm',
  fault: null,
};

const FAULTY_PATHS = ['/v1/chat/completions', '/v1/completions', '/v1/embeddings'];

/** The faults that are switched on, first come first, each with the hits it has left. */
export class Faults {
  fired = 0;
  #faults: { readonly fault: Fault; left: number }[] = [];

  replace(faults: Behaviour['fault']): void {
    const list: readonly Fault[] = faults === null ? [] : 'kind' in faults ? [faults] : faults;
    this.#faults = list.map((fault) => ({ fault, left: fault.times ?? Number.POSITIVE_INFINITY }));
  }

  /** The fault that hits a request to this path, counted; or null. */
  take(path: string): Fault | null {
    const hit = this.#faults.find(({ fault, left }) => {
      const paths = fault.paths ?? FAULTY_PATHS;
      return left > 0 && (paths === '*' || paths.includes(path));
    });
    if (hit === undefined) return null;
    hit.left--;
    this.fired++;
    return hit.fault;
  }
}
