import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { tempFolder } from '../support/temp-folder.ts';

const ROOT = join(import.meta.dirname, '../..');

test('the Slack manifest is what commands:register prints', async () => {
  const script = join(ROOT, 'commands/register.ts');
  const child = spawn(process.execPath, [script], { cwd: await tempFolder(), env: {} });
  child.stdin.end();
  const printed = await readAll(child.stdout);
  const kept = await readFile(join(ROOT, 'deploy/slack/manifest.json'), 'utf8');
  expect(kept, 'npm run -s commands:register > deploy/slack/manifest.json').toBe(printed);
});

test('the way to the first answer has five steps', async () => {
  const readme = await readFile(join(ROOT, 'deploy/slack/README.md'), 'utf8');
  expect(readme.match(/^\d+\. /gm)).toEqual(['1. ', '2. ', '3. ', '4. ', '5. ']);
});

test('every scope of the manifest is explained', async () => {
  const readme = await readFile(join(ROOT, 'deploy/slack/README.md'), 'utf8');
  const { oauth_config } = JSON.parse(await readFile(join(ROOT, 'deploy/slack/manifest.json'), 'utf8'));
  for (const scope of oauth_config.scopes.bot) expect(readme).toContain(`\`${scope}\``);
});
