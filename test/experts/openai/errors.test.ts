import { APIConnectionError, APIError } from 'openai';
import { expect, test } from 'vitest';
import { toExpertError } from '../../../src/experts/openai/errors.ts';
import { serializeError } from '../../../src/telemetry/serialize-error.ts';

const SECRET = 'my grammar and my secret';

function refusal(status: number, message: string, param: string | null = null) {
  const error = { message, type: 'BadRequestError', param, code: status };
  return toExpertError(
    APIError.generate(status, { error }, undefined, new Headers()),
    'http://host/v1',
    false,
  );
}

test.each([400, 413, 422, 500, 502])(
  'a %i that echoes the message does not carry it into the log',
  (status) => {
    const error = refusal(status, `1 validation error: {'input': '${SECRET}'}`);
    const logged = JSON.stringify([error.message, serializeError(error)]);
    expect(logged).not.toContain('secret');
    expect(logged).toContain(String(status));
    expect(logged).toContain('BadRequestError');
  },
);

test('words that tell the operator what to look for are passed on', () => {
  const error = refusal(400, 'As of transformers v4.44, default chat template is no longer allowed');
  expect(error).toMatchObject({ code: 'refused', status: 400, endpoint: 'http://host/v1' });
  expect(error.message).toContain('chat template');
});

test.each([401, 404, 429, 503])('what a server says to a %i is quoted, shortened', (status) => {
  const { message } = refusal(status, `Too many of them. ${'x'.repeat(500)}`);
  expect(message).toContain('Too many of them.');
  expect(message.length).toBeLessThan(300);
});

test.each(['input_tokens', 'input_text', 'max_tokens', 'max_completion_tokens'])(
  'a 400 about %s is a prompt that does not fit',
  (param) => {
    expect(refusal(400, 'too much', param).code).toBe('context_overflow');
  },
);

test('a connection that broke is told by its innermost cause', () => {
  const socket = Object.assign(new Error('connect failed'), { code: 'ECONNREFUSED' });
  const thrown = new APIConnectionError({ cause: new Error('fetch failed', { cause: socket }) });
  expect(toExpertError(thrown, 'e', false)).toMatchObject({
    code: 'unreachable',
    message: 'e: ECONNREFUSED',
  });
  expect(toExpertError(thrown, 'e', true).code).toBe('broken_stream');
});
