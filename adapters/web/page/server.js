import { storedKey } from './memory.js';
import { readEvents } from './sse.js';

/** A call that failed. `words` is the server's own sentence, null when it was not reached. */
export class CallError extends Error {
  constructor(status, words) {
    super(words ?? 'not reached');
    this.status = status;
    this.words = words;
  }
}

/** `{ready, detail, progress, experts}`. */
export async function fetchStatus() {
  return await (await call('/web/status')).json();
}

/** The stored turns of a conversation, oldest first; none when the server does not know it. */
export async function fetchTurns(conversation) {
  try {
    const { turns } = await (await call(`/web/conversations/${encodeURIComponent(conversation)}`)).json();
    return turns;
  } catch (error) {
    if (error instanceof CallError && error.status === 404) return [];
    throw error;
  }
}

/** The events of a turn. Aborting the signal stops the model. */
export async function* ask(question, signal) {
  const headers = { 'content-type': 'application/json' };
  const response = await call('/web/ask', {
    method: 'POST',
    headers,
    body: JSON.stringify(question),
    signal,
  });
  yield* readEvents(response);
}

async function call(path, { headers, ...options } = {}) {
  const key = storedKey();
  const authorization = key === null ? {} : { authorization: `Bearer ${key}` };
  const response = await fetch(path, { ...options, headers: { ...headers, ...authorization } }).catch(
    (error) => {
      if (options.signal?.aborted) throw error;
      throw new CallError(0, null);
    },
  );
  if (response.ok) return response;
  const body = await response.json().catch(() => null);
  throw new CallError(response.status, body?.error?.message ?? `HTTP ${response.status}`);
}
