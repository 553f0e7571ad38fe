import { startVllm, type VllmDouble } from '../doubles/vllm/server.ts';

/** A model that answers each question as it was told, by a word that the question has in it. */
export interface ScriptedModel {
  readonly url: string;
  readonly vllm: VllmDouble;
  /** From now on, a question with `word` in it is answered so. */
  answer(word: string, text: string): void;
  /** How often it was asked a question with `word` in it. */
  asked(word: string): number;
  /** How many such answers were broken off. */
  brokenOff(word: string): number;
  /** The whole conversation that came with the last such question, in one string. */
  context(word: string): string;
  close(): Promise<void>;
}

type Body = Readonly<Record<string, unknown>>;

/** `tokenMs` is how long a token takes, in milliseconds. */
export async function startScriptedModel(tokenMs: number, tokensPerChunk = 1): Promise<ScriptedModel> {
  const answers = new Map<string, string>();
  const vllm = await startVllm({
    tokenMs,
    tokensPerChunk,
    window: 60_000,
    script(body) {
      const question = lastQuestion(body);
      const word = [...answers.keys()].find((key) => question.includes(key));
      return word === undefined ? undefined : answers.get(word);
    },
  });
  /** Not what is asked of a model on the side (which expert, a summary): that is not streamed. */
  const isQuestion = ({ stream }: Body) => stream === true;
  const questions = () =>
    vllm.requests
      .filter(({ path }) => path === '/v1/chat/completions')
      .map(({ body }) => body as Body)
      .filter(isQuestion);
  return {
    url: vllm.url,
    vllm,
    answer: (word, text) => void answers.set(word, text),
    asked: (word) => questions().filter((body) => lastQuestion(body).includes(word)).length,
    brokenOff: (word) =>
      vllm.aborts
        .map(({ request }) => request.body as Body)
        .filter((body) => isQuestion(body) && lastQuestion(body).includes(word)).length,
    context: (word) =>
      JSON.stringify(questions().findLast((body) => lastQuestion(body).includes(word)) ?? null),
    close: () => vllm.close(),
  };
}

function lastQuestion({ messages }: Body): string {
  const last: unknown = Array.isArray(messages) ? messages.at(-1) : undefined;
  return JSON.stringify((last as { content?: unknown } | undefined)?.content ?? '');
}
