import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadConfig, readConfig } from '../../src/config/load.ts';
import { ConfigError } from '../../src/config/problem.ts';
import { VARIABLE_NAMES, VARIABLES, type VariableName } from '../../src/config/variables.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** Fragments that make arbitrary values come near to right ones. */
const piece = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    'http://',
    'https://gpu:8000',
    '/v1',
    ',',
    ':',
    '@',
    '?',
    '#',
    '"',
    ' ',
    '0',
    '1/4',
    'true',
    'sqlite:',
  ),
  fc.constantFrom(
    'slack:U1',
    'redis://h',
    'restate+http://h',
    'openai',
    'nllb',
    'off',
    '::1',
    '\0',
    '\n',
    '%',
    '[',
    '*',
  ),
);
const value = fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join(''));
const environment = fc.dictionary(
  fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...VARIABLE_NAMES) }, fc.string()) as fc.Arbitrary<string>,
  value,
  { maxKeys: 12 },
);
const RUNS = { numRuns: 300 };

/** The parts that everything else leans on. */
const configShape = new Ajv().compile({
  type: 'object',
  required: ['http', 'dataDir', 'storeUrl', 'inboxUrl', 'log', 'experts', 'router', 'rateLimitPerMinute'],
  properties: {
    http: {
      type: 'object',
      properties: {
        port: { type: 'integer', minimum: 0, maximum: 65_535 },
        host: { type: 'string', minLength: 1 },
        apiKeys: { type: 'array', uniqueItems: true, items: { type: 'string', pattern: '^[\\x21-\\x7e]+$' } },
      },
    },
    dataDir: { type: 'string', pattern: '^/' },
    storeUrl: { type: 'string', pattern: '^(sqlite|rediss?|valkey|postgres(ql)?):' },
    inboxUrl: { type: 'string', pattern: '^(sqlite|restate\\+https?):' },
    log: { type: 'object', properties: { text: { type: 'boolean' } } },
    router: { type: 'object', properties: { threshold: { type: 'number', minimum: 0, maximum: 1 } } },
    rateLimitPerMinute: { type: 'integer', minimum: 0 },
    experts: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        properties: {
          urls: { type: 'array', minItems: 1, items: { type: 'string', pattern: '^[hH][tT][tT][pP]' } },
        },
      },
    },
  },
});

test('whatever the environment holds, the result is a valid configuration or a ConfigError', () => {
  const seen = { valid: 0, refused: 0 };
  fc.assert(
    fc.property(environment, (env) => {
      try {
        const config = loadConfig({ env, cwd: '/nowhere' });
        expect(configShape(config), JSON.stringify(configShape.errors)).toBe(true);
        for (const { urls } of Object.values(config.experts))
          for (const url of urls) expect(URL.canParse(url)).toBe(true);
        seen.valid++;
      } catch (error) {
        expect(error).toBeInstanceOf(ConfigError);
        for (const { variable } of (error as ConfigError).problems)
          expect(VARIABLE_NAMES).toContain(variable);
        seen.refused++;
      }
    }),
    RUNS,
  );
  expect(seen.valid).toBeGreaterThan(10);
  expect(seen.refused).toBeGreaterThan(10);
});

test('whatever the experts file holds, it is read or refused by name', () => {
  const cwd = tempFolder();
  const entry = fc.record(
    {
      urls: fc.oneof(
        fc.array(fc.oneof(value, fc.constant('http://gpu:1/v1')), { maxLength: 3 }),
        fc.jsonValue(),
      ),
      model: fc.oneof(value, fc.jsonValue()),
      apiKey: fc.oneof(value, fc.jsonValue()),
      kind: fc.constantFrom('openai', 'nllb', 'x', 1),
    },
    { requiredKeys: [] },
  );
  const content = fc.oneof(
    fc.string(),
    fc.json(),
    fc
      .dictionary(fc.constantFrom('math', 'translate', 'Math'), fc.oneof(entry, fc.jsonValue()))
      .map((x) => JSON.stringify(x)),
  );
  fc.assert(
    fc.property(content, (text) => {
      writeFileSync(join(cwd, 'experts.json'), text);
      const { config, problems } = readConfig({ env: { EXPERTS_FILE: 'experts.json' }, cwd });
      expect(config === null).toBe(problems.length > 0);
      for (const { variable } of problems) expect(variable).toBe('EXPERTS_FILE');
    }),
    RUNS,
  );
});

/** Unlikely to occur by chance; with the characters that parsers trip over. */
const secret = fc
  .array(fc.constantFrom('Zq7', 'xW9', 'kV3', '/', '@', ':', '#', '?', ',', ' ', '%', '"', '\\', '\n', 'ü'), {
    minLength: 3,
    maxLength: 12,
  })
  .map((parts) => `S9${parts.join('')}9S`);

const SECRET_NAMES = VARIABLE_NAMES.filter((name) => VARIABLES[name].form.secret);

test('a secret never stands in a message, wherever it was put', () => {
  fc.assert(
    fc.property(
      secret,
      fc.constantFrom(...SECRET_NAMES),
      fc.array(fc.constantFrom(...VARIABLE_NAMES), { maxLength: 4 }),
      environment,
      (hidden, own, others, rest) => {
        const strayed = Object.fromEntries(others.map((name) => [name, `${rest[name] ?? ''}${hidden}`]));
        const told = everything({ ...rest, ...strayed, [own]: hidden });
        expect(told).not.toContain(hidden.trim());
      },
    ),
    RUNS,
  );
});

test("a URL's password never stands in a message, even where it breaks the URL", () => {
  const urls: VariableName[] = [
    'STORE_URL',
    'INBOX_URL',
    'PUBLIC_URL',
    'EXPERT_MATH_URL',
    'JWT_JWKS_URL',
    'SLACK_API_URL',
  ];
  fc.assert(
    fc.property(
      secret,
      fc.constantFrom(...urls),
      fc.constantFrom('http', 'postgres', 'redis', 'ftp', 'restate+http'),
      fc.constantFrom('host', 'host:99999', 'ho st', '', 'host:8000/v1,http://other:1'),
      (password, name, scheme, host) => {
        const told = everything({ [name]: `${scheme}://user:${password}@${host}` });
        for (const part of password.split(/[^A-Za-z0-9]+/).filter((run) => run.length > 4)) {
          expect(told).not.toContain(part);
        }
      },
    ),
    RUNS,
  );
});

function everything(env: Record<string, string>): string {
  const { problems, warnings } = readConfig({ env, cwd: '/nowhere' });
  const error = problems.length === 0 ? '' : new ConfigError(problems).message;
  return [
    error,
    ...[...problems, ...warnings].flatMap(({ variable, wrong, mend }) => [variable, wrong, mend]),
  ].join('\n');
}
