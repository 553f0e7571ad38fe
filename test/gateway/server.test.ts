import { pino } from 'pino';
import { afterEach, describe, expect, test } from 'vitest';
import type { ErrorBody } from '../../src/conversation/types.ts';
import { createGateway } from '../../src/gateway/server.ts';
import { loadContractSchema } from '../support/contract-schema.ts';
import { createFakeSwitchboard, type FakeOptions } from '../support/fake-switchboard.ts';
import { type HttpHost, startHttpHost } from '../support/http-host.ts';
import { send, sendBytes } from '../support/raw-http.ts';

const problems = loadContractSchema();
let host: HttpHost | undefined;

async function start(options?: FakeOptions) {
  const switchboard = createFakeSwitchboard(options);
  host = await startHttpHost(switchboard);
  return { switchboard, url: host.url };
}

afterEach(async () => {
  await host?.close();
  host = undefined;
});

const json = { 'content-type': 'application/json' };
const withKey = (key: string) => ({ authorization: `Bearer ${key}` });

async function expectError(response: Response, status: number, code: string | null) {
  const body = (await response.json()) as ErrorBody;
  expect({ status: response.status, code: body.error?.code }).toEqual({ status, code });
  if (problems) expect(problems('error', body)).toEqual([]);
  return body.error;
}

describe('health', () => {
  test('/healthz lives, /readyz tells whether an expert can answer', async () => {
    const { switchboard, url } = await start();
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);

    switchboard.setReadiness({ ready: false, detail: 'The model is loading.', progress: 0.4 });
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    const response = await fetch(`${url}/readyz`);
    expect(response.status).toBe(503);
    const body = await response.json();
    expect(body).toMatchObject({ ready: false, detail: 'The model is loading.', progress: 0.4 });
    if (problems) expect(problems('error', body)).toEqual([]);
  });

  test('/metrics counts requests by the pattern of their route', async () => {
    const { url } = await start();
    await fetch(`${url}/v1/conversations/one`);
    await fetch(`${url}/v1/conversations/two`);
    await fetch(`${url}/nowhere/at/all`);
    const response = await fetch(`${url}/metrics`);
    expect(response.headers.get('content-type')).toContain('text/plain');
    const text = await response.text();
    expect(text).toContain(
      'switchboard_http_requests_total{method="GET",route="/v1/conversations/:id",status="404"} 2',
    );
    expect(text).not.toContain('nowhere');
  });

  test('a stream is counted too, with its status', async () => {
    const { url } = await start();
    await (await ask(url, { text: 'hi', stream: true })).text();
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('route="/v1/ask",status="200"} 1');
  });
});

function ask(url: string, body: unknown, headers: Record<string, string> = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return fetch(`${url}/v1/ask`, { method: 'POST', headers: { ...json, ...headers }, body: text });
}

describe('who is served', () => {
  test('without keys, another Host name or another page is refused on every route', async () => {
    const { url } = await start();
    for (const path of ['/', '/healthz', '/v1/models', '/nowhere']) {
      expect((await send(`${url}${path}`, { headers: { host: 'evil.example' } })).status).toBe(403);
      expect((await send(`${url}${path}`, { headers: { origin: 'https://evil.example' } })).status).toBe(403);
    }
    const answer = await send(`${url}/v1/models`, { headers: { host: 'evil.example' } });
    if (problems) expect(problems('error', JSON.parse(answer.body))).toEqual([]);
  });

  test('with keys, only the page and its files and health are served without one', async () => {
    const { url } = await start({ config: { http: { apiKeys: ['secret'] } } });
    for (const path of ['/', '/healthz', '/readyz', '/web/icon.svg']) {
      expect({ path, status: (await fetch(`${url}${path}`)).status }).toEqual({ path, status: 200 });
    }
    for (const path of ['/v1/models', '/v1/conversations/x', '/metrics', '/web/status', '/nowhere']) {
      await expectError(await fetch(`${url}${path}`), 401, 'unauthorized');
    }
    await expectError(await ask(url, { text: 'hi' }, withKey('wrong')), 401, 'unauthorized');
    expect((await ask(url, { text: 'hi' }, withKey('secret'))).status).toBe(200);
  });

  test('with keys, any Host is served', async () => {
    const { url } = await start({ config: { http: { apiKeys: ['secret'] } } });
    const headers = { host: 'bot.example.com', ...withKey('secret') };
    expect((await send(`${url}/v1/models`, { headers })).status).toBe(200);
  });

  test('more requests than RATE_LIMIT_PER_MINUTE are refused with the seconds to wait, per key', async () => {
    const config = { http: { apiKeys: ['one', 'two'] }, rateLimitPerMinute: 2 };
    const { url } = await start({ config });
    // The window is a minute of the clock; enough requests that a minute's turn in between changes nothing.
    const answers: Response[] = [];
    for (let index = 0; index < 5; index++)
      answers.push(await fetch(`${url}/v1/models`, { headers: withKey('one') }));
    const refused = answers.find((answer) => answer.status === 429);
    expect(refused?.headers.get('retry-after')).toMatch(/^([1-9]|[1-5]\d|60)$/);
    if (refused) await expectError(refused, 429, 'rate_limited');
    expect((await fetch(`${url}/v1/models`, { headers: withKey('two') })).status).toBe(200);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  test('without keys there is no rate limit', async () => {
    const { url } = await start({ config: { rateLimitPerMinute: 1 } });
    for (let index = 0; index < 5; index++) expect((await fetch(`${url}/v1/models`)).status).toBe(200);
  });
});

describe('other web pages', () => {
  const origin = 'https://app.example';
  const config = { http: { apiKeys: ['secret'], corsOrigins: [origin] } };
  const preflight = {
    origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'x-a',
  };

  test('a listed page may ask before it calls, without a key, and may read answers', async () => {
    const { url } = await start({ config });
    const asked = await send(`${url}/v1/ask`, { method: 'OPTIONS', headers: preflight });
    expect(asked.status).toBe(204);
    expect(asked.headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-headers': 'x-a',
      vary: 'Origin',
    });
    const answer = await send(`${url}/v1/models`, { headers: { origin, ...withKey('secret') } });
    expect(answer.headers['access-control-allow-origin']).toBe(origin);
    expect(answer.headers['access-control-expose-headers']).toContain('x-switchboard-expert');
    expect(answer.headers).not.toHaveProperty('access-control-allow-credentials');
  });

  test('a refusal can be read by a listed page, too', async () => {
    const { url } = await start({ config });
    const answer = await send(`${url}/v1/models`, { headers: { origin } });
    expect(answer.status).toBe(401);
    expect(answer.headers['access-control-allow-origin']).toBe(origin);
  });

  test('another page gets no permission', async () => {
    const { url } = await start({ config });
    for (const other of ['https://app.example.evil', 'http://app.example', 'null']) {
      const asked = await send(`${url}/v1/ask`, {
        method: 'OPTIONS',
        headers: { ...preflight, origin: other },
      });
      expect(asked.headers).not.toHaveProperty('access-control-allow-origin');
      expect(asked.headers.vary).toBe('Origin');
    }
  });

  test('a form or a script of another page cannot send a body that is read', async () => {
    const { url } = await start();
    const body = JSON.stringify({ text: 'hi' });
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
    ]) {
      const headers = { 'content-type': type };
      await expectError(
        await fetch(`${url}/v1/ask`, { method: 'POST', headers, body }),
        415,
        'unsupported_media_type',
      );
    }
    const blob = new Blob([body]);
    await expectError(
      await fetch(`${url}/v1/ask`, { method: 'POST', body: blob }),
      415,
      'unsupported_media_type',
    );
  });
});

describe('errors have one shape', () => {
  test('unknown routes and methods are 404', async () => {
    const { url } = await start();
    await expectError(await fetch(`${url}/v2/none`), 404, 'not_found');
    await expectError(await fetch(`${url}/v1/ask`), 404, 'not_found');
    await expectError(
      await fetch(`${url}/v1/models`, { method: 'PUT', headers: json, body: '{}' }),
      404,
      'not_found',
    );
  });

  test.each(['{"text": ', 'hello', '{"text":"a"}}', '', '\u0000\u0001'])(
    'a body that is not JSON is 400: %j',
    async (body) => {
      const { url } = await start();
      const error = await expectError(await ask(url, body), 400, 'bad_request');
      expect(error.message).not.toContain('hello');
    },
  );

  test.each(['null', '[]', '"text"', '7'])('JSON that is no object is 400: %s', async (body) => {
    const { url } = await start();
    await expectError(await ask(url, body), 400, 'bad_request');
  });

  test('a body over 20 MiB is 413, with and without its length said before', async () => {
    const { url } = await start();
    const body = JSON.stringify({ text: 'x'.repeat(21 * 1024 * 1024) });
    await expectError(await ask(url, body), 413, 'too_large');
    const stream = new Blob([body]).stream();
    const chunked = { method: 'POST', headers: json, body: stream, duplex: 'half' } as RequestInit;
    await expectError(await fetch(`${url}/v1/ask`, chunked), 413, 'too_large');
  });

  test('a client that sends all of its body before it reads gets its 413, too', async () => {
    const { url } = await start();
    const body = 'x'.repeat(30 * 1024 * 1024);
    const head = `POST /v1/ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}`;
    expect(await sendBytes(url, `${head}\r\n\r\n${body}`)).toMatch(/^HTTP\/1\.1 413 /);
  });

  test('a broken URL and bytes that are not HTTP are 400', async () => {
    const { url } = await start();
    const broken = await sendBytes(url, 'GET /%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    const nonsense = await sendBytes(url, 'nonsense\r\n\r\n');
    for (const answer of [broken, nonsense]) {
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      const body = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')));
      if (problems) expect(problems('error', body)).toEqual([]);
    }
  });

  test('headers without end are 431', async () => {
    const { url } = await start();
    const answer = await sendBytes(
      url,
      `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
  });

  test('what nobody foresaw is a 500 that says nothing of the inside, and a log line', async () => {
    const lines: string[] = [];
    const log = pino({ level: 'error' }, { write: (line) => lines.push(line) });
    const switchboard = createFakeSwitchboard({ log });
    const gateway = createGateway(switchboard);
    gateway.mount((app) => {
      app.get('/broken', () => {
        throw new TypeError('inner detail');
      });
    });
    const url = await gateway.listen();
    const error = await expectError(await fetch(`${url}/broken`), 500, 'internal');
    expect(error.message).not.toContain('inner detail');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ route: '/broken', err: { message: 'inner detail' } });
    await gateway.close(0);
  });
});

test('every answer carries the security headers, streams included', async () => {
  const { url } = await start();
  const answers = [
    await fetch(url),
    await fetch(`${url}/none`),
    await ask(url, { text: 'hi', stream: true }),
  ];
  for (const { headers } of answers) {
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none';.*frame-ancestors 'none'$/);
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
  }
  for (const answer of answers) await answer.body?.cancel();
});

describe('the end', () => {
  test('a running answer is finished, then the host is gone', async () => {
    const go = Promise.withResolvers<void>();
    const { url } = await start({
      answer: async function* () {
        yield 'one ';
        await go.promise;
        yield 'two';
      },
    });
    const response = await ask(url, { text: 'hi', stream: true });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    await reader?.read();
    const closed = host?.gateway.close(20_000);
    go.resolve();
    let rest = '';
    for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) rest += next.value;
    expect(rest).toContain('event: done');
    // Well before the grace is over, though the client keeps its connection alive.
    await closed;
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
  });

  test('near the end of the grace a turn that still runs is stopped, and says so', async () => {
    const { switchboard, url } = await start({
      answer: async function* (_text, signal) {
        yield 'one';
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
      },
    });
    const response = await ask(url, { text: 'hi', stream: true });
    await host?.gateway.close(1);
    await switchboard.whenStopped();
    const last = (await response.text()).trim().split('\n\n').at(-1);
    expect(last).toMatch(/^event: done\n.*"response":"one"/);
  });

  test('past the grace a caller that is still being answered is cut', async () => {
    const { switchboard, url } = await start();
    // A turn that does not hear.
    Object.assign(switchboard, {
      async *ask() {
        yield { event: 'text', data: { delta: 'one' } };
        await new Promise(() => {});
      },
    });
    const response = await ask(url, { text: 'hi', stream: true });
    await host?.gateway.close(1);
    await expect(response.text()).rejects.toThrow();
  });

  test('a port that is taken is said with its variable', async () => {
    const { url } = await start();
    const config = { http: { port: Number(new URL(url).port) } };
    const second = createGateway(createFakeSwitchboard({ config }));
    await expect(second.listen()).rejects.toThrow(
      /^HOST, PORT: cannot listen on .* \(the port is taken\)\. Set PORT/,
    );
  });
});
