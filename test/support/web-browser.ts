import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type {
  AnswerEvent,
  ConversationList,
  ErrorBody,
  Receipt,
  WebConversation,
  WebEvent,
} from '../../adapters/web/protocol.ts';
import { readEvents } from './read-events.ts';

/** A browser that keeps its cookies, and calls as the page does. */
export interface WebBrowser {
  /** The cookies as a request sends them. */
  cookie(): string;
  call(method: string, path: string, body?: object, headers?: Record<string, string>): Promise<Response>;
  /** The JSON of a call that has to go well; throws an Error with the answer else. */
  json<T>(method: string, path: string, body?: object): Promise<T>;
  /** Status and sentence of a call that has to fail. */
  refusal(method: string, path: string, body?: object): Promise<{ status: number } & ErrorBody['error']>;
  /** All events of a turn of `conversation`; with a key of its own unless `body` has one. */
  ask(conversation: string, text: string, body?: object): Promise<WebEvent[]>;
  /** The events of any post that asks. */
  events(method: string, path: string, body?: object): Promise<WebEvent[]>;
  /** The same as they come. */
  follow(method: string, path: string, body?: object): Promise<Following>;
  conversation(id: string): Promise<WebConversation>;
  list(search?: string): Promise<ConversationList>;
}

/** A stream that is being read. */
export interface Following {
  /** Reads on until an event matches, and returns it; throws when the stream ends before. */
  until(matches: (event: WebEvent) => boolean): Promise<WebEvent>;
  /** What came so far. */
  readonly seen: readonly WebEvent[];
  /** Reads to the end. */
  rest(): Promise<readonly WebEvent[]>;
  /** As a browser that is closed. */
  leave(): void;
}

/** The session of a browser with these cookies, as it stands in conversation keys. */
export function sessionIn(cookies: string): string {
  const [, session = ''] = /switchboard_session=([^;]+)/.exec(cookies) ?? [];
  return createHash('sha256').update(session).digest('hex').slice(0, 32);
}

export function newConversation(): string {
  return randomBytes(16).toString('hex');
}

export function newKey(): string {
  return randomUUID();
}

/** @param earlier the cookies of another one, as a request sends them */
export function createWebBrowser(url: string, earlier = ''): WebBrowser {
  const cookies = new Map(pairsOf(earlier));
  const cookie = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');

  async function call(
    method: string,
    path: string,
    body?: object,
    more: Record<string, string> = {},
    signal?: AbortSignal,
  ): Promise<Response> {
    const headers = {
      ...(cookies.size > 0 && { cookie: cookie() }),
      ...(body && { 'content-type': 'application/json' }),
      ...more,
    };
    const response = await fetch(url + path, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = line.split(';')[0]?.split('=') ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  }

  async function good(response: Response): Promise<Response> {
    if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
    return response;
  }

  async function json<T>(method: string, path: string, body?: object): Promise<T> {
    return (await (await good(await call(method, path, body))).json()) as T;
  }

  async function events(method: string, path: string, body?: object): Promise<WebEvent[]> {
    return (await readEvents(await good(await call(method, path, body)))) as WebEvent[];
  }

  return {
    cookie,
    call,
    json,
    events,
    async refusal(method, path, body) {
      const response = await call(method, path, body);
      const { error } = (await response.json()) as ErrorBody;
      return { status: response.status, ...error };
    },
    ask: (conversation, text, body = {}) =>
      events('POST', `/web/conversations/${conversation}/turns`, { text, key: newKey(), ...body }),
    async follow(method, path, body) {
      const leaving = new AbortController();
      return followed(await good(await call(method, path, body, {}, leaving.signal)), leaving);
    },
    conversation: (id) => json('GET', `/web/conversations/${id}`),
    list: (search) =>
      json('GET', `/web/conversations${search === undefined ? '' : `?search=${encodeURIComponent(search)}`}`),
  };
}

function followed(response: Response, leaving: AbortController): Following {
  const seen: WebEvent[] = [];
  const stream = pieces(response);
  async function until(matches: (event: WebEvent) => boolean): Promise<WebEvent> {
    for (let next = await stream.next(); !next.done; next = await stream.next()) {
      seen.push(next.value);
      if (matches(next.value)) return next.value;
    }
    throw new Error(`the stream ended without it: ${JSON.stringify(seen.at(-1))}`);
  }
  return {
    seen,
    until,
    async rest() {
      for await (const event of stream) seen.push(event);
      return seen;
    },
    leave: () => leaving.abort(),
  };
}

async function* pieces(response: Response): AsyncGenerator<WebEvent> {
  let rest = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const blocks = (rest + chunk).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const data = /^data: (.*)$/m.exec(block)?.[1];
      const event = /^event: (.*)$/m.exec(block)?.[1];
      if (data !== undefined) yield { event, data: JSON.parse(data) } as WebEvent;
    }
  }
}

/** What stands on the page after these events. */
export function textOf(events: readonly WebEvent[]): string {
  return (events as readonly AnswerEvent[]).reduce((text, { data, event }) => {
    if (event === 'text') return text + data.delta;
    return event === 'replace' ? data.text : text;
  }, '');
}

/** The receipt that a turn ended with; throws with what came in its place. */
export function receiptOf(events: readonly WebEvent[]): Receipt {
  const last = events.at(-1);
  if (last?.event !== 'done') throw new Error(`the turn ended with ${JSON.stringify(last)}`);
  return last.data;
}

function pairsOf(cookies: string): [name: string, value: string][] {
  return cookies.split('; ').flatMap((pair) => {
    const [name, value] = pair.split('=');
    return name && value ? [[name, value]] : [];
  });
}
