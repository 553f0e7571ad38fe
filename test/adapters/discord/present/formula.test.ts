import { afterEach, expect, test, vi } from 'vitest';
import { isPicture, visibleText } from '../../../doubles/discord/visible.ts';
import { BOT } from '../../../doubles/discord/workspace.ts';
import { type DiscordHost, MENTION, startDiscordHost } from '../discord-host.ts';

/** No line of text can show it. */
const FORMULA = String.raw`\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}`;
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47]);

vi.setConfig({ testTimeout: 30_000 });

let host: DiscordHost | null = null;

afterEach(async () => {
  await host?.close();
  host = null;
});

async function* answer(): AsyncGenerator<string> {
  yield `It is\n\n$$\n${FORMULA}\n$$\n\nas was to be shown.`;
}

test('a formula that cannot be text arrives as one attached picture, which an embed shows', async () => {
  host = await startDiscordHost({ answer });
  const { accepted, ann, channel, discord } = host;
  discord.people.write({ channel, user: ann, text: `${MENTION} the matrix` });
  await vi.waitFor(() => expect(accepted).toHaveLength(1), { timeout: 5_000, interval: 10 });
  await host.answered();
  const answers = discord.workspace
    .messages(channel.id)
    .filter(({ author, deleted }) => author === BOT.user && !deleted);
  expect(answers).toHaveLength(1);
  const [message] = answers;
  if (message === undefined) throw new Error('no answer');
  const [picture, ...more] = message.files;
  if (picture === undefined) throw new Error('no picture');
  expect(more).toEqual([]);
  expect(isPicture(picture)).toBe(true);
  expect(picture.content.subarray(0, PNG.length)).toEqual(PNG);
  expect(picture.description).toContain(FORMULA);
  const shown = message.embeds.flatMap(({ image }) => (image === undefined ? [] : [image]));
  expect(shown).toHaveLength(1);
  expect(JSON.stringify(shown)).toContain(picture.name);
  const text = visibleText(message);
  expect(text).toContain('It is');
  expect(text).toContain('as was to be shown.');
  expect(text).not.toContain('pmatrix');
  expect(discord.violations()).toEqual([]);
});
