import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PermissionsBitField } from 'discord.js';
import { expect, test } from 'vitest';

const readme = () => readFile(join(import.meta.dirname, '../../deploy/discord/README.md'), 'utf8');

test('the way to the first answer has five steps', async () => {
  expect((await readme()).match(/^\d+\. /gm)).toEqual(['1. ', '2. ', '3. ', '4. ', '5. ']);
});

test('the invite link asks for what is explained, and no more', async () => {
  const permissions = /permissions=(\d+)/.exec(await readme())?.[1] ?? '0';
  expect(new PermissionsBitField(BigInt(permissions)).toArray().toSorted()).toEqual([
    'AttachFiles',
    'CreatePublicThreads',
    'EmbedLinks',
    'ReadMessageHistory',
    'SendMessages',
    'SendMessagesInThreads',
    'ViewChannel',
  ]);
});
