import { afterEach, expect, test, vi } from 'vitest';
import { BOT } from '../../doubles/telegram/world.ts';
import { plannedTurn } from '../../support/planned-turn.ts';
import { MENTION, startTelegramHost, type TelegramHost } from './telegram-host.ts';

// Real paces on a machine that may have much else to do.
vi.setConfig({ testTimeout: 60_000 });

let host: TelegramHost | null = null;

afterEach(async () => {
  expect(host?.telegram.violations() ?? []).toEqual([]);
  await host?.close();
  host = null;
});

const until = (assertion: () => void) => vi.waitFor(assertion, { timeout: 20_000, interval: 10 });

const bots = ({ telegram }: TelegramHost, chat: { readonly id: number }) =>
  telegram.world.messages(chat.id).filter(({ from, deleted }) => from === BOT.id && !deleted);

test('the steps of a plan are the draft of a private chat before there is any text', async () => {
  const plan = plannedTurn('The program is mended.');
  host = await startTelegramHost({ events: plan.events });
  const at = host;
  const draft = () => at.telegram.drafts.shown(at.direct.id)?.text;
  await at.telegram.people.write({ chat: at.direct, user: at.ann, text: 'translate and mend' });
  await until(() => expect(draft()).toContain('0/2 translate ⏳'));
  plan.release();
  await until(() => expect(draft()).toContain('1/2 translate ✅ · code ⏳'));
  expect(bots(at, at.direct)).toEqual([]);
  plan.release();
  await at.answered();
  const [answer, ...others] = bots(at, at.direct);
  expect(others).toEqual([]);
  expect(answer?.now.text).toContain('The program is mended.');
  expect(answer?.now.text).not.toContain('⏳');
});

test('in a group they are the message that the answer takes the place of, in the language of the question', async () => {
  const plan = plannedTurn('程序没有改好。', ['code']);
  host = await startTelegramHost({ events: plan.events });
  const at = host;
  await at.telegram.people.write({ chat: at.group, user: at.ann, text: `${MENTION} 翻译并修改` });
  await until(() => expect(bots(at, at.group)[0]?.now.text).toContain('0/2 翻译 ⏳'));
  plan.release();
  plan.release();
  await at.answered();
  const [answer, ...others] = bots(at, at.group);
  expect(others).toEqual([]);
  expect(answer?.now.text).toContain('程序没有改好。');
});
