import { createParser } from 'eventsource-parser';
import type { CompletionUsage } from 'openai/resources/completions';

/** One event is a token or a few; a server that sends more without a line's end is broken. */
const EVENT_MAX_CHARACTERS = 1_000_000;

/** A chunk of either endpoint: chat has `delta.content`, completions have `text`. */
export interface Chunk {
  readonly choices: readonly {
    readonly delta?: { readonly content?: string | null };
    readonly text?: string;
    readonly finish_reason?: string | null;
  }[];
  readonly usage?: CompletionUsage | null;
}

/** What one read from the network brought: whole chunks, and what is wrong after them. */
export interface Batch {
  readonly chunks: readonly Chunk[];
  readonly failure: Error | null;
}

/**
 * Reads a stream of chat completion chunks as they arrive, to the end of the response, so that the connection can
 * be used again. (The client's own reader cancels the response at `[DONE]`, which closes the connection, and
 * yields tokens that came together one by one.) Leaving the loop cancels the response.
 */
export async function* readBatches(body: ReadableStream<Uint8Array>): AsyncGenerator<Batch> {
  let chunks: Chunk[] = [];
  let failure: Error | null = null;
  const parser = createParser({
    maxBufferSize: EVENT_MAX_CHARACTERS,
    onEvent({ data }) {
      if (data === '[DONE]' || failure !== null) return;
      const read = readChunk(data);
      if (read instanceof Error) failure = read;
      else chunks.push(read);
    },
    onError(error) {
      if (error.type === 'max-buffer-size-exceeded') failure = new Error('an event without end');
    },
  });
  const decoder = new TextDecoder();
  for await (const bytes of body) {
    parser.feed(decoder.decode(bytes, { stream: true }));
    if (chunks.length === 0 && failure === null) continue;
    yield { chunks, failure };
    chunks = [];
  }
}

/** A chunk, or what is wrong with it; the server's words may quote the prompt and are left out. */
function readChunk(data: string): Chunk | Error {
  try {
    const value = JSON.parse(data);
    if (Array.isArray(value?.choices)) return value;
    return new Error(value?.error ? 'the server sent an error in mid-stream' : 'a chunk without choices');
  } catch {
    return new Error('a chunk that is not JSON');
  }
}
