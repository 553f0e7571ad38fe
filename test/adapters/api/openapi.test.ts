import { Ajv2020 } from 'ajv/dist/2020.js';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startVllm, type VllmDouble } from '../../doubles/vllm/server.ts';
import { createFakeSwitchboard } from '../../support/fake-switchboard.ts';
import { startHttpHost } from '../../support/http-host.ts';
import { readEvents } from '../../support/read-events.ts';
import { startWhole, type Whole } from '../../support/whole.ts';
import { OPENAPI_RULES } from './openapi-rules.ts';

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
  readonly security?: readonly object[];
}
type Content = Readonly<Record<string, { readonly schema: object }>>;
interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

let vllm: VllmDouble;
let whole: Whole;
let document: Document;
let ajv: Ajv2020;

beforeAll(async () => {
  vllm = await startVllm({ script: (body) => (body.response_format ? '{"a":1}' : 'Hello there') });
  whole = await startWhole({ general: [vllm.url], code: [vllm.url] });
  document = (await (await fetch(`${whole.url}/openapi.json`)).json()) as Document;
  ajv = new Ajv2020({ strict: false, formats: fullFormats });
  ajv.addSchema({ ...document, $id: 'api' });
});

afterAll(async () => {
  await whole.close();
  await vllm.close();
});

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

describe('the description of the API', () => {
  test('is an OpenAPI 3.1 document', () => {
    const holds = new Ajv2020({ strict: false }).compile(OPENAPI_RULES);
    holds(document);
    expect(holds.errors ?? []).toEqual([]);
    const ids = operations().map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('holds nothing but schemas that can be used, and every reference leads somewhere', () => {
    const refs = JSON.stringify(document).match(/"\$ref":"[^"]+"/g) ?? [];
    expect(refs.length).toBeGreaterThan(20);
    const schemas = operations().flatMap(({ operation: { requestBody, responses } }) =>
      [requestBody, ...Object.values(responses)].flatMap((part) => Object.values(part?.content ?? {})),
    );
    for (const { schema } of schemas) compile(schema);
    for (const name of Object.keys(document.components.schemas)) {
      expect(ajv.getSchema(`api#/components/schemas/${name}`)).toBeTypeOf('function');
    }
  });

  test('names the parameters of every path, and no others', () => {
    for (const { path, operation } of operations()) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect([path, (operation.parameters ?? []).map(({ name }) => name)]).toEqual([path, inPath]);
    }
  });

  test('has every public route that is mounted, and no other', async () => {
    const routes = readRoutes(await mountedRoutes());
    // What the chat page calls is its own business, and changes with it.
    const shown = routes.filter((route) => !route.includes(' /web/'));
    expect(shown.length).toBeGreaterThan(10);
    const listed = operations().map(({ method, path }) => `${method.toUpperCase()} ${path}`);
    expect(new Set(listed)).toEqual(new Set(shown));
  });

  test('needs a key where keys are set, and says for what none is needed', async () => {
    const host = await startHttpHost(createFakeSwitchboard({ config: { http: { apiKeys: ['secret'] } } }));
    try {
      expect((await fetch(`${host.url}/openapi.json`)).status).toBe(401);
      const headers = { authorization: 'Bearer secret' };
      expect((await fetch(`${host.url}/openapi.json`, { headers })).status).toBe(200);
      for (const { method, operation, path } of operations()) {
        const init = { method: method.toUpperCase(), ...(method === 'post' && { body: '{}' }) };
        const { status } = await fetch(host.url + path.replace('{id}', 'x'), init);
        expect([path, status === 401]).toEqual([path, operation.security === undefined]);
      }
    } finally {
      await host.close();
    }
  });
});

describe('what the routes answer is what the description says:', () => {
  const text = { text: 'Hello', conversation: 'c1' };
  const json = { prompt: 'x', schema: { type: 'object', required: ['a'] } };
  test.each<[string, string, object | null, number]>([
    ['post', '/v1/ask', text, 200],
    ['post', '/v1/ask', { text: '' }, 400],
    ['post', '/v1/route', text, 200],
    ['post', '/v1/chat/completions', { prompt: 'x' }, 200],
    ['post', '/v1/chat/completions', { prompt: 'x', model: 'none' }, 404],
    ['post', '/v1/completions', { prompt: 'x' }, 200],
    ['post', '/v1/completions/json', json, 200],
    ['post', '/v1/completions/json', { ...json, schema: { type: 'null' } }, 422],
    ['get', '/v1/models', null, 200],
    ['get', '/v1/models/{id}', null, 200],
    ['get', '/v1/conversations/{id}', null, 200],
    ['delete', '/v1/conversations/{id}', null, 200],
    ['get', '/v1/conversations/{id}', null, 404],
    ['get', '/healthz', null, 200],
    ['get', '/readyz', null, 200],
  ])('%s %s %j: %i', async (method, path, body, status) => {
    const operation = document.paths[path]?.[method];
    const place = path.replace('models/{id}', 'models/math').replace('{id}', 'c1');
    const response =
      body === null
        ? await fetch(whole.url + place, { method: method.toUpperCase() })
        : await whole.post(place, body);
    const answer = await response.json();
    expect([response.status, answer]).toEqual([status, answer]);
    const validate = compile(operation?.responses[status]?.content?.['application/json']?.schema);
    validate(answer);
    expect(validate.errors ?? []).toEqual([]);
    const asked = operation?.requestBody?.content['application/json']?.schema;
    if (body !== null && status !== 400) expect(compile(asked)(body)).toBe(true);
  });

  test.each([
    ['/v1/ask', { text: 'Hello', stream: true }],
    ['/v1/chat/completions', { prompt: 'x', stream: true, stream_options: { include_usage: true } }],
    ['/v1/completions', { prompt: 'x', stream: true }],
  ])('the stream of %s', async (path, body) => {
    const response = await whole.post(path, body);
    const schema = document.paths[path]?.post?.responses[200]?.content?.['text/event-stream']?.schema;
    const validate = compile(schema);
    const items = path === '/v1/ask' ? await readEvents(response) : chunksOf(await response.text());
    expect(items.length).toBeGreaterThan(2);
    for (const item of items) {
      validate(item);
      expect([item, validate.errors ?? []]).toEqual([item, []]);
    }
  });
});

/** A schema of the document; its references lead into the document. */
function compile(schema: object | undefined) {
  if (schema === undefined) throw new Error('the description has no such schema');
  return ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"api#/')));
}

function chunksOf(text: string): unknown[] {
  const lines = text.split('\n\n').filter((line) => line.startsWith('data: {'));
  return lines.map((line) => JSON.parse(line.slice('data: '.length)));
}

/** Fastify's own list of what the API and the chat page mount. */
async function mountedRoutes(): Promise<string> {
  const host = await startHttpHost(createFakeSwitchboard());
  let tree = '';
  host.gateway.mount((app) => {
    tree = app.printRoutes({ commonPrefix: false });
  });
  await host.close();
  return tree;
}

/** `METHOD /path/{id}` of Fastify's tree of routes. */
function readRoutes(tree: string): string[] {
  const above: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const [, lead = '', path, methods] = /^([│├└─\s]*)(\S*) \(([A-Z, ]+)\)/u.exec(line) ?? [];
    const bare = /^([│├└─\s]*)(\S+)$/u.exec(line);
    const depth = (lead || bare?.[1] || '').length / 4;
    const part = path ?? bare?.[2];
    if (part === undefined) return [];
    above[depth] = (above[depth - 1] ?? '') + part;
    const whole = (above[depth] ?? '').replace(/:(\w+)/g, '{$1}');
    return (methods ?? '')
      .split(', ')
      .filter((method) => method !== '' && method !== 'HEAD')
      .map((method) => `${method} ${whole}`);
  });
}
