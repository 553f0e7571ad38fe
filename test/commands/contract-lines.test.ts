import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { type CommandCall, parseCommand } from '../../commands/index.ts';
import { readJson } from '../../commands/json.ts';
import { readTranslate } from '../../commands/translate.ts';
import { localeOf } from '../../src/translation/languages.ts';

const FILE = resolve(import.meta.dirname, '../../../shared/specs/commands.json');

interface Line {
  readonly in: string;
  readonly out: Readonly<Record<string, unknown>> & { readonly command: string | null };
}

const isHere = existsSync(FILE);
if (!isHere) console.warn(`skipped: ${FILE} is not here, so its command lines are not run`);
const lines: readonly Line[] = isHere ? JSON.parse(readFileSync(FILE, 'utf8')).cases : [];

/** As an adapter knows itself on the platforms of these lines. */
const SURFACE = { mentions: ['@bot'], botName: 'switchboard_bot' };

/** All that a line means, in the words of the contract. */
function meaningOf(input: string) {
  const { call, text } = parseCommand(input, SURFACE);
  return call === null ? { command: null, text } : { command: call.name, text, ...argumentsOf(call) };
}

function argumentsOf(call: CommandCall) {
  if (call.name === 'json') return readJson(call);
  if (call.name !== 'translate') return {};
  const { text, to } = readTranslate(call);
  return { text, to: to === null ? null : localeOf(to) };
}

test.skipIf(!isHere)('the contract has command lines', () => {
  expect(lines.length).toBeGreaterThan(10);
});

test.skipIf(!isHere).each(lines.map((line) => [line.in, line.out] as const))('%j', (input, out) => {
  const meaning = meaningOf(input);
  const told = Object.fromEntries(Object.keys(out).map((key) => [key, meaning[key as keyof typeof meaning]]));
  expect(told).toEqual(out);
});
