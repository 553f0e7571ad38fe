import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { COMMANDS } from '../../../commands/index.ts';
import { discordCommands } from '../../../commands/registrations/discord.ts';

const FILE = resolve(import.meta.dirname, '../../../../shared/specs/discord-openapi.json');
const isHere = existsSync(FILE);
if (!isHere) console.warn(`skipped: ${FILE} is not here, so Discord's registrations are not held against it`);

/** A slash command with all its localisations: Discord counts the longest of each. */
const COMMAND_MAX_CHARACTERS = 8_000;

test.skipIf(!isHere)('Discord takes them all in one call', () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false });
  ajv.addSchema(JSON.parse(readFileSync(FILE, 'utf8')), 'discord');
  const validate = ajv.getSchema('discord#/components/schemas/ApplicationCommandUpdateRequest');
  if (validate === undefined) throw new Error('the specification has no such schema');
  expect(validate({ name: '' })).toBe(false);
  for (const command of discordCommands(COMMANDS)) {
    validate(command);
    expect(validate.errors ?? [], command.name).toEqual([]);
  }
});

test('the contract’s options are there: text, to, schema, image', () => {
  const all = discordCommands(COMMANDS);
  const optionsOf = (name: string) => all.find((command) => command.name === name)?.options ?? [];
  expect(optionsOf('math').map(({ name }) => name)).toEqual(['text']);
  expect(optionsOf('translate').map(({ name }) => name)).toEqual(['text', 'to']);
  expect(optionsOf('json').map(({ name }) => name)).toEqual(['text', 'schema']);
  expect(optionsOf('vision').map(({ name, type }) => [name, type])).toEqual([
    ['text', 3],
    ['image', 11],
  ]);
  const [expert] = optionsOf('settings');
  expect(expert?.choices?.map(({ value }) => value)).toContain('math');
});

test('each command is named once, described in Chinese, too, and short enough', () => {
  const all = discordCommands(COMMANDS);
  expect(new Set(all.map(({ name }) => name)).size).toBe(COMMANDS.length);
  for (const command of all) {
    expect(command.description_localizations['zh-CN']).toMatch(/\p{Script=Han}/u);
    expect(JSON.stringify(command).length).toBeLessThan(COMMAND_MAX_CHARACTERS);
  }
});
