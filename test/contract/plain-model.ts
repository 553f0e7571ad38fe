import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';

/** Characters of an answer in one chunk of its stream. */
const CHUNK_CHARACTERS = 400;

export interface PlainModel {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * A model that says one thing, whole, whatever its limit of output tokens: the vLLM double's tokens are so short
 * that none of its answers gets to 40,000 characters.
 */
export async function startPlainModel(answer: string): Promise<PlainModel> {
  const id = 'double/plain-7b';
  const server = createServer(async (request, response) => {
    const body = JSON.parse((await readText(request)) || '{}') as { stream?: boolean };
    const json = (value: object) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    if (request.url === '/v1/models') {
      json({ object: 'list', data: [{ id, object: 'model', root: id, max_model_len: 60_000 }] });
    } else if (request.url === '/tokenize') json({ count: 100, max_model_len: 60_000, tokens: [] });
    else if (request.url === '/v1/chat/completions' && body.stream) {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const chunk of chunksOf(answer, id)) response.write(`data: ${JSON.stringify(chunk)}\n\n`);
      response.end('data: [DONE]\n\n');
    } else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function chunksOf(answer: string, model: string): object[] {
  const base = { id: 'chatcmpl-plain', object: 'chat.completion.chunk', created: 0, model };
  const chunk = (delta: object, finish_reason: string | null) => ({
    ...base,
    choices: [{ index: 0, delta, finish_reason }],
  });
  const pieces = answer.match(new RegExp(`[\\s\\S]{1,${CHUNK_CHARACTERS}}`, 'g')) ?? [];
  const usage = { prompt_tokens: 100, completion_tokens: 8_000, total_tokens: 8_100 };
  return [
    chunk({ role: 'assistant', content: '' }, null),
    ...pieces.map((content) => chunk({ content }, null)),
    chunk({}, 'stop'),
    { ...base, choices: [], usage },
  ];
}
