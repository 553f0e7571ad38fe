import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { withDefaults } from '../../src/config/assemble.ts';
import { envExample } from '../../src/config/example.ts';
import { loadConfig } from '../../src/config/load.ts';
import { ENDPOINT_NAMES } from '../../src/config/types.ts';
import { SECTIONS, VARIABLE_NAMES, VARIABLES } from '../../src/config/variables.ts';

const root = resolve(import.meta.dirname, '../..');
const contract = join(root, '../shared/contract.md');
const example = readFileSync(join(root, '.env.example'), 'utf8');

test('.env.example is in step with the table of variables', () => {
  // Write it anew with: npx node src/config/example.ts > .env.example
  expect(example).toBe(envExample());
});

test('.env.example has every variable on one line, with a description', () => {
  const lines = example.split('\n').filter((line) => /^[A-Z]/.test(line));
  expect(lines.map((line) => line.split('=')[0]).sort()).toEqual([...VARIABLE_NAMES].sort());
  for (const line of lines) expect(line).toMatch(/^[A-Z_]+=\S* # \S.{3,}/);
});

test('.env.example, used as it is, changes nothing', () => {
  expect(loadConfig({ env: parseEnv(example), cwd: '/nowhere' })).toEqual(
    loadConfig({ env: {}, cwd: '/nowhere' }),
  );
});

test('a value filled in before the description is read without it', () => {
  const filled = example.replace('EXPERT_MATH_URL=', 'EXPERT_MATH_URL=http://gpu:8000/v1');
  expect(loadConfig({ env: parseEnv(filled), cwd: '/nowhere' }).experts.math?.urls).toEqual([
    'http://gpu:8000/v1',
  ]);
});

test('every variable belongs to one section', () => {
  expect(SECTIONS.flatMap(([, variables]) => Object.keys(variables)).sort()).toEqual(
    [...VARIABLE_NAMES].sort(),
  );
});

test('every default is of its own form', () => {
  const set = VARIABLE_NAMES.filter((name) => VARIABLES[name].fallback !== '');
  const env = Object.fromEntries(set.map((name) => [name, VARIABLES[name].fallback]));
  expect(loadConfig({ env, cwd: '/nowhere' })).toEqual(loadConfig({ env: {}, cwd: '/nowhere' }));
  expect(withDefaults({}).ROUTER_THRESHOLD).toBe(0.7);
});

test.each(VARIABLE_NAMES)('the example that is shown for %s can be used', (name) => {
  const together: Record<string, string> = {
    JWT_AUDIENCE: 'JWT_SECRET',
    SLACK_BOT_TOKEN: 'SLACK_APP_TOKEN',
    SLACK_APP_TOKEN: 'SLACK_BOT_TOKEN',
    SLACK_SIGNING_SECRET: 'SLACK_BOT_TOKEN',
    TELEGRAM_WEBHOOK_URL: 'TELEGRAM_WEBHOOK_SECRET',
    ...Object.fromEntries(
      ENDPOINT_NAMES.flatMap((expert) => {
        const prefix = `EXPERT_${expert.toUpperCase()}`;
        return ['MODEL', 'PROFILE', 'API_KEY', 'KIND'].map((field) => [
          `${prefix}_${field}`,
          `${prefix}_URL`,
        ]);
      }),
    ),
  };
  if (name === 'EXPERTS_FILE') return expect(VARIABLES[name].form.example).toMatch(/\.json$/);
  // A token's example says what it looks like; the dots stand for the rest of it.
  const value = (of: string) => VARIABLES[of as typeof name].form.example.replace('…', '1');
  const other = together[name];
  const env = { [name]: value(name), ...(other !== undefined && { [other]: value(other) }) };
  expect(() => loadConfig({ env, cwd: '/nowhere' })).not.toThrow();
});

test('whatever is named like a secret is treated as one', () => {
  const secrets = VARIABLE_NAMES.filter((name) => VARIABLES[name].form.secret);
  expect(secrets).toEqual(
    VARIABLE_NAMES.filter((name) => /(_TOKEN|_SECRET|API_KEYS?)$|^DISCORD_TOKEN$/.test(name)),
  );
});

test('every variable of the contract is in the table, with its default', ({ skip }) => {
  if (!existsSync(contract)) skip('../shared/contract.md is not here');
  const rows = environmentRows(readFileSync(contract, 'utf8'));
  expect(rows.length).toBeGreaterThan(25);
  const missing = rows.flatMap(({ names }) => names).filter((name) => !Object.hasOwn(VARIABLES, name));
  expect(missing).toEqual([]);
  const told = rows.filter(
    ({ names, defaults }) => defaults.length === names.length && !names[0]?.startsWith('EXPERT_'),
  );
  expect(told.length).toBeGreaterThan(5);
  for (const { names, defaults } of told) {
    expect([names, names.map((name) => VARIABLES[name as keyof typeof VARIABLES].fallback)]).toEqual([
      names,
      defaults,
    ]);
  }
});

/** The rows of the table in §2: names with `<NAME>` spelt out, and the defaults that are in backticks. */
function environmentRows(text: string): { names: string[]; defaults: string[] }[] {
  const section = /^## 2\. Environment$(.*?)^## 3\./ms.exec(text)?.[1] ?? '';
  return section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => {
      const [, first = '', second = ''] = line.split('|');
      const words = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');
      const names = words(first).flatMap((name) =>
        name.includes('<NAME>')
          ? ENDPOINT_NAMES.map((expert) => name.replace('<NAME>', expert.toUpperCase()))
          : [name],
      );
      return { names, defaults: words(second).filter((word) => word !== 'DATA_DIR' && !word.includes(' ')) };
    });
}
