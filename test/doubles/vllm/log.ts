import type { IncomingHttpHeaders } from 'node:http';

export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The parsed body; the text itself where it is no JSON. */
  readonly body: unknown;
  /** When it had come in whole, in milliseconds of `performance.now()`. */
  readonly at: number;
}

export interface RecordedAbort {
  readonly request: RecordedRequest;
  /** Tokens that were generated before the client went away. */
  readonly tokens: number;
  /** Milliseconds from the request to the disconnect. */
  readonly afterMs: number;
}

/** What came in, and who went away too early. */
export class Log {
  readonly requests: RecordedRequest[] = [];
  readonly aborts: RecordedAbort[] = [];
  #remember: number;
  #requestQueue = new Queue<RecordedRequest>();
  #abortQueue = new Queue<RecordedAbort>();
  #silent = false;

  constructor(remember: number) {
    this.#remember = remember;
  }

  nextRequest = (): Promise<RecordedRequest> => this.#requestQueue.next();
  nextAbort = (): Promise<RecordedAbort> => this.#abortQueue.next();

  received(path: string, method: string, headers: IncomingHttpHeaders, text: string): RecordedRequest {
    let body: unknown;
    const request = {
      method,
      path,
      headers,
      // Parsed when first asked for: a bench asks for none.
      get body() {
        body ??= parsed(text);
        return body;
      },
      at: performance.now(),
    };
    this.#silent = false;
    if (path.startsWith('/double/')) return request;
    if (this.requests.push(request) > this.#remember) this.requests.shift();
    if (this.#remember > 0) this.#requestQueue.push(request);
    return request;
  }

  gone(request: RecordedRequest, tokens: number): void {
    if (this.#silent) return;
    const abort = { request, tokens, afterMs: performance.now() - request.at };
    this.aborts.push(abort);
    this.#abortQueue.push(abort);
  }

  /** Until the next request, closed connections are the server's own doing. */
  silence(): void {
    this.#silent = true;
  }
}

class Queue<T> {
  #items: T[] = [];
  #takers: ((item: T) => void)[] = [];

  push(item: T): void {
    const taker = this.#takers.shift();
    if (taker === undefined) this.#items.push(item);
    else taker(item);
  }

  next(): Promise<T> {
    const item = this.#items.shift();
    return item === undefined ? new Promise((resolve) => this.#takers.push(resolve)) : Promise.resolve(item);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
