import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { createLog, textField } from '../../src/telemetry/log.ts';

const SECRET = 'xoxb-"very\\secret"-0123456789';

/** A log into a list of lines. */
function logInto(secrets: readonly string[] = [SECRET], level = 'trace') {
  const lines: string[] = [];
  const log = createLog({ level, secrets, destination: { write: (line: string) => void lines.push(line) } });
  return { log, lines, entry: () => JSON.parse(lines.at(-1) ?? 'null') };
}

function withCause(): Error {
  const inner = new TypeError(`one of several ${SECRET}`, { cause: new Error(`innermost ${SECRET}`) });
  return new Error('outer', { cause: new AggregateError([inner], `middle ${SECRET}`) });
}

test.each<[string, (log: ReturnType<typeof logInto>['log']) => void]>([
  ['the message', (log) => log.info(`sent ${SECRET}`)],
  ['a message with arguments', (log) => log.info('sent %s and %j', SECRET, { key: SECRET })],
  ['a field', (log) => log.info({ token: SECRET }, 'hello')],
  ['a nested field', (log) => log.info({ request: { headers: [{ key: SECRET }] } }, 'hello')],
  ['a field of a child log', (log) => log.child({ token: SECRET }).info('hello')],
  ['a URL', (log) => log.info({ url: `http://host/?token=${encodeURIComponent(SECRET)}` })],
  ['base64', (log) => log.info({ header: Buffer.from(`bot:${SECRET}`).toString('base64') })],
  ['an error message and its stack', (log) => log.error(new Error(`refused ${SECRET}`))],
  ['the error of a field', (log) => log.error({ error: new Error(SECRET), url: 'http://host' }, 'failed')],
  ['nested causes', (log) => log.error({ err: withCause() }, 'failed')],
  ['something thrown that is no error', (log) => log.error({ err: `thrown ${SECRET}` })],
])('a secret in %s does not come out', (_, write) => {
  const { log, lines, entry } = logInto();
  write(log);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('***');
  expect(lines[0]).not.toMatch(/xoxb|very|0123456789/);
  expect(lines[0]).not.toContain(Buffer.from('very').toString('base64').slice(0, 4));
  expect(entry()).toMatchObject({ level: expect.any(Number) });
});

test('a secret in the name of a field does not come out, even one with quotes, which breaks the line', () => {
  const { log, lines } = logInto([SECRET, 'plain-secret']);
  log.info({ [SECRET]: 1, 'plain-secret': 2 });
  expect(lines[0]).not.toMatch(/xoxb|very|plain/);
});

test('without a destination, lines go to stderr and nothing to stdout', () => {
  const module = JSON.stringify(new URL('../../src/telemetry/log.ts', import.meta.url).href);
  const script = `const { createLog } = await import(${module}); createLog({ level: 'info', secrets: [] }).info('hi');`;
  const child = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  expect(child).toMatchObject({ status: 0, stdout: '' });
  expect(JSON.parse(child.stderr)).toMatchObject({ msg: 'hi' });
});

test('a line stays JSON, whatever the secrets are', () => {
  const { log, entry } = logInto(['"level"', '1234', '":"', 'true,', '{"le']);
  log.info({ count: 91234, flag: true, list: ['1234', null], name: 'x' }, 'said "level"');
  expect(entry()).toMatchObject({
    count: '9***',
    flag: true,
    list: ['***', null],
    name: 'x',
    msg: 'said ***',
  });
});

test('an authorization header is masked whatever its value, beside a secret that breaks the line', () => {
  const { log, entry } = logInto(['1234']);
  log.info({ count: 1234, headers: { authorization: 'Basic dXNlcjpwYXNz' } });
  expect(entry()).toMatchObject({ count: '***', headers: { authorization: '***' } });
});

test('an error keeps its causes, its code and its stack', () => {
  const { log, entry } = logInto();
  const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', port: 8000 });
  log.error(new TypeError('fetch failed', { cause }), 'no answer');
  expect(entry()).toMatchObject({
    msg: 'no answer',
    err: {
      type: 'TypeError',
      message: 'fetch failed',
      stack: expect.stringContaining('log.test.ts'),
      cause: { type: 'Error', message: 'connect ECONNREFUSED', code: 'ECONNREFUSED', port: 8000 },
    },
  });
});

test('lines under the level are not written', () => {
  const { log, lines } = logInto([], 'warn');
  log.info('quiet');
  log.warn('loud');
  expect(lines).toHaveLength(1);
});

test('message text is a field only where it may be logged, else its length', () => {
  expect(textField({ text: false }, 'my diary')).toEqual({ text_characters: 8 });
  expect(textField({ text: true }, 'my diary')).toEqual({ text: 'my diary' });
});
