import { pino } from 'pino';
import sharp from 'sharp';
import { afterEach, expect, test } from 'vitest';
import type { TelegramFile } from '../../doubles/telegram/world.ts';
import { BOT } from '../../doubles/telegram/world.ts';
import { MENTION, startTelegramHost, type TelegramHost } from './telegram-host.ts';

let host: TelegramHost | null = null;
const lines: string[] = [];
afterEach(async () => {
  await host?.close();
  host = null;
});

async function start(): Promise<TelegramHost> {
  lines.length = 0;
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  host = await startTelegramHost({ log });
  return host;
}

const png = () =>
  sharp({ create: { width: 4, height: 4, channels: 3, background: '#c00' } })
    .png()
    .toBuffer();

async function send(
  whole: TelegramHost,
  file: Partial<TelegramFile> & Pick<TelegramFile, 'name' | 'mime' | 'content'>,
  text = 'look',
) {
  const { ann, direct, telegram } = whole;
  await telegram.people.write({ chat: direct, user: ann, text, file: telegram.world.addFile(file) });
  await whole.answered();
  const answers = telegram.world.messages(direct.id).filter(({ from }) => from === BOT.id);
  return { attachments: whole.switchboard.messages.at(-1)?.attachments, answer: answers.at(-1)?.now.text };
}

test('photos and image documents come with the message, by what they are and not what they are called', async () => {
  const whole = await start();
  const content = await png();
  const photo = await send(whole, { name: 'x.jpg', mime: 'image/jpeg', content, photo: true });
  const picture = { mime: 'image/png', data: content.toString('base64') };
  expect(photo.attachments).toMatchObject([picture]);
  const document = await send(whole, { name: 'scan.png', mime: 'image/png', content });
  expect(document.attachments).toMatchObject([{ ...picture, name: 'scan.png' }]);
});

test('text and code files come as text', async () => {
  const content = Buffer.from('print("hello")');
  const { attachments } = await send(await start(), {
    name: 'a.py',
    mime: 'application/octet-stream',
    content,
  });
  expect(attachments).toMatchObject([{ name: 'a.py', mime: 'text/plain', data: content.toString('base64') }]);
});

test('other files and those over 20 MB are refused with words', async () => {
  const whole = await start();
  const pdf = await send(whole, { name: 'a.pdf', mime: 'application/pdf', content: Buffer.from('%PDF') });
  expect(pdf.answer).toContain('“a.pdf” can’t be read here');
  const content = Buffer.alloc(20 * 1024 * 1024 + 1, 'a');
  const large = await send(whole, { name: 'a.txt', mime: 'text/plain', content });
  expect(large.answer).toContain('20 MB');
  expect(whole.switchboard.messages).toEqual([]);
});

test('/vision in reply to a photo takes the photo along', async () => {
  const whole = await start();
  const { ann, bob, group, telegram } = whole;
  const file = telegram.world.addFile({
    name: 'x.jpg',
    mime: 'image/jpeg',
    content: await png(),
    photo: true,
  });
  const photo = await telegram.people.write({ chat: group, user: bob, text: '', file });
  await telegram.people.write({ chat: group, user: ann, text: '/vision what is it?', replyTo: photo.id });
  await whole.answered();
  expect(whole.switchboard.messages).toMatchObject([
    { forced: 'vision', attachments: [{ mime: 'image/png' }] },
  ]);
});

test('the token that a file’s address carries is in no message, answer or log line', async () => {
  const whole = await start();
  const { ann, group, telegram } = whole;
  await send(whole, { name: 'x.jpg', mime: 'image/jpeg', content: await png(), photo: true });
  telegram.fail('getFile', 502, 'Bad Gateway');
  const failed = await send(whole, { name: 'y.txt', mime: 'text/plain', content: Buffer.from('y') });
  expect(failed.answer).toContain('could not be fetched');
  await telegram.people.write({ chat: group, user: ann, text: `${MENTION} hello` });
  await whole.answered();
  const everything = JSON.stringify([whole.accepted, whole.switchboard.messages, lines]);
  expect(telegram.downloads.length).toBeGreaterThan(0);
  expect(everything).not.toContain(telegram.token.split(':')[1]);
});
