import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from '../../src/config/load.ts';
import { tempFolder } from '../support/temp-folder.ts';

function read(content: unknown, env: Record<string, string> = {}) {
  const cwd = tempFolder();
  writeFileSync(join(cwd, 'experts.json'), typeof content === 'string' ? content : JSON.stringify(content));
  const report = readConfig({ env: { EXPERTS_FILE: 'experts.json', ...env }, cwd });
  return {
    ...report,
    lines: report.problems.map(({ variable, wrong, mend }) => `${variable}: ${wrong}. ${mend}`),
  };
}

test('the file says the same as the variables', () => {
  const { config, lines } = read({
    math: {
      urls: ['http://gpu:8001/v1/', 'http://gpu:8001/v1'],
      model: 'math',
      profile: 'deepseek-math',
      apiKey: 'k',
    },
    translate: { urls: ['http://gpu:7860'], kind: 'nllb' },
  });
  expect(lines).toEqual([]);
  expect(config?.experts).toEqual({
    math: {
      urls: ['http://gpu:8001/v1'],
      model: 'math',
      profile: 'deepseek-math',
      apiKey: 'k',
      kind: 'openai',
    },
    translate: { urls: ['http://gpu:7860'], model: null, profile: null, apiKey: null, kind: 'nllb' },
  });
});

test('the environment wins over the file, field by field', () => {
  const { config } = read(
    { math: { urls: ['http://old:1/v1'], model: 'from-file' }, code: { urls: ['http://gpu:2/v1'] } },
    { EXPERT_MATH_URL: 'http://new:1/v1', EXPERT_CODE_MODEL: 'from-env' },
  );
  expect(config?.experts.math).toMatchObject({ urls: ['http://new:1/v1'], model: 'from-file' });
  expect(config?.experts.code).toMatchObject({ urls: ['http://gpu:2/v1'], model: 'from-env' });
});

test.each<[unknown, RegExp]>([
  [[], /the file is not of type object/],
  ['"text"', /the file is not of type object/],
  [{ maths: {} }, /unknown expert "maths"\. Did you mean math\?/],
  [{ poetry: {} }, /unknown expert "poetry"\. Known are general, code/],
  [{ math: { url: ['http://gpu:1/v1'] } }, /math has an unknown field "url"\. Did you mean urls\?/],
  [{ math: { urls: ['http://gpu:1/v1'], api_key: 'k' } }, /unknown field "api_key"\. Did you mean apiKey\?/],
  [{ math: { urls: 'http://gpu:1/v1' } }, /math\.urls is not of type array/],
  [{ math: { urls: [] } }, /math\.urls is empty/],
  [{ math: { urls: ['http://gpu:1/v1', 5] } }, /math\.urls\.1 is not of type string/],
  [{ math: { urls: ['gpu:1/v1'] } }, /math\.urls\.0: "gpu:1\/v1" is not an http/],
  [{ math: { urls: ['http://gpu:1/v1'], model: '' } }, /math\.model: "" is not one line of text/],
  [{ math: { urls: ['http://gpu:1/v1'], kind: 'vllm' } }, /math\.kind: "vllm" is not one of openai, nllb/],
  [{ math: { urls: ['http://gpu:1'] } }, /math\.urls: "http:\/\/gpu:1" does not end in \/v1/],
  [{ math: { urls: ['http://gpu:1/v1'], kind: 'nllb' } }, /math\.kind: nllb can only translate/],
  [{ math: { model: 'm' } }, /math has no urls/],
  ['{"__proto__": {"urls": ["http://gpu:1/v1"]}}', /unknown expert "__proto__"/],
  ['{"math": {"__proto__": 1, "urls": ["http://gpu:1/v1"]}}', /unknown field "__proto__"/],
])('a file with %j is refused', (content, line) => {
  const { config, lines } = read(content);
  expect(config).toBeNull();
  expect(lines).toEqual([expect.stringMatching(line)]);
  expect(lines[0]).toMatch(/^EXPERTS_FILE: /);
});

test('all mistakes of the file are named at once', () => {
  expect(read({ maths: {}, code: { urls: [1], kind: 'x' } }).lines).toHaveLength(3);
});

test.each([
  '{"math": {"apiKey": "the-server-secret" "urls": []}}',
  '{"math": {"apiKey": the-server-secret}}',
  '{"math": {"apiKey": "the-server-secret"',
  'the-server-secret',
  '',
])('a file that is not JSON is refused without quoting it: %s', (content) => {
  const { lines } = read(content);
  expect(lines).toEqual([expect.stringContaining('"experts.json" is not JSON')]);
  expect(lines[0]).not.toContain('secret');
});

test('a key of the file is never shown', () => {
  const { lines } = read({
    math: { urls: ['http://x:the-server-secret@gpu/v1'], apiKey: 'the-server-secret ' },
  });
  expect(lines).toHaveLength(2);
  expect(lines.join('\n')).not.toContain('the-server-secret');
});

test('while the file is broken, what the environment adds to it is not said to lack a URL', () => {
  expect(read('{', { EXPERT_MATH_MODEL: 'm' }).lines).toHaveLength(1);
});
