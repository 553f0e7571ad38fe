import { expect, test } from 'vitest';
import type { WebEvent } from '../../../../adapters/web/protocol.ts';
import { COMMAND_NAMES } from '../../../../commands/types.ts';
import { newConversation, newKey, receiptOf, textOf } from '../../../support/web-browser.ts';
import { startWeb } from '../../../support/web-whole.ts';

const saidIn = (events: readonly WebEvent[]) => {
  expect(events).toHaveLength(1);
  return events[0]?.event === 'say' ? events[0].data : null;
};

test('all commands can be completed, in either language', async () => {
  const { browser } = await startWeb();
  type Answer = { commands: { name: string; description: string; insert: string }[] };
  const { commands } = await browser.json<Answer>('GET', '/web/commands?language=en');
  expect(commands.map(({ name }) => name).sort()).toEqual([...COMMAND_NAMES].sort());
  expect(commands.find(({ name }) => name === 'translate')?.insert).toBe('/translate ');
  const chinese = await browser.json<Answer>('GET', '/web/commands?language=zh');
  expect(chinese.commands[0]?.description).toMatch(/\p{Script=Han}/u);
});

test.each([
  ['/math 2+2', 'math', '2+2'],
  ['/code a loop', 'code', 'a loop'],
  ['／翻译', null, '／翻译'],
  ['/ask hello', null, 'hello'],
  ['/usr/bin is a folder', null, '/usr/bin is a folder'],
])('%s is a question', async (typed, expert, text) => {
  const { browser } = await startWeb({ script: () => 'ok' });
  const id = newConversation();
  const events = await browser.ask(id, typed);
  expect(events[0]).toMatchObject({ event: 'turn', data: { text } });
  const { route } = receiptOf(events);
  if (expert !== null) expect(route).toMatchObject({ expert, tier: 'forced' });
  expect((await browser.conversation(id)).title).toBe(text);
});

test('/json answers with data that fits the schema', async () => {
  const { browser } = await startWeb();
  const events = await browser.ask(newConversation(), '/json name, age:int | Ann is 31');
  expect(receiptOf(events).checks).toEqual([{ name: 'json', status: 'passed' }]);
  expect(textOf(events)).toMatch(/```json/);
});

test('/translate goes to the translate expert, /vision to the one with eyes', async () => {
  const { browser } = await startWeb({ script: () => 'Bonjour' });
  const id = newConversation();
  expect(receiptOf(await browser.ask(id, '/translate to French: good day')).route.expert).toBe('translate');
  expect(saidIn(await browser.ask(id, '/vision what is this?'))?.text).toMatch(/no picture/i);
});

test.each(['/help', '/experts', '/why', '/settings', '/persona'])(
  '%s answers at once, and is no turn',
  async (typed) => {
    const { browser, vllm } = await startWeb();
    const id = newConversation();
    expect(saidIn(await browser.ask(id, typed))?.text).toMatch(/\w/);
    expect((await browser.list()).conversations).toEqual([]);
    expect(vllm.requests.filter(({ path }) => path === '/v1/chat/completions')).toEqual([]);
  },
);

test('what a command says is in the language of the page', async () => {
  const { browser } = await startWeb();
  const said = saidIn(await browser.ask(newConversation(), '/help', { language: 'zh' }));
  expect(said?.text).toMatch(/列出所有命令/);
});

test('/why tells the last receipt', async () => {
  const { browser } = await startWeb({ script: () => 'ok' });
  const id = newConversation();
  await browser.ask(id, 'Hello', { expert: 'math' });
  expect(saidIn(await browser.ask(id, '/why'))?.text).toMatch(/math/);
});

test('/retry answers the last question again', async () => {
  const { browser } = await startWeb({ script: () => 'ok' });
  const id = newConversation();
  const first = receiptOf(await browser.ask(id, 'Hello'));
  const events = await browser.ask(id, '/retry');
  expect(events[0]).toMatchObject({ event: 'turn', data: { text: 'Hello', replaces: first.id } });
  expect((await browser.conversation(id)).turns).toHaveLength(1);
});

test('/reset forgets all turns, also one that runs', async () => {
  const { browser } = await startWeb({
    script: () => 'a b c d e f g h i j k l m n',
    fault: { kind: 'hang', afterTokens: 5 },
  });
  const id = newConversation();
  const running = await browser.follow('POST', `/web/conversations/${id}/turns`, {
    text: 'Hi',
    key: newKey(),
  });
  await running.until(({ event }) => event === 'text');
  expect(saidIn(await browser.ask(id, '/reset'))).toMatchObject({ conversation_reset: true });
  expect(await browser.conversation(id)).toMatchObject({ turns: [], running: null, unanswered: null });
});

test('/stop ends the answer that is being written', async () => {
  const { browser } = await startWeb({
    script: () => 'a b c d e f g h i j k l m n',
    fault: { kind: 'hang', afterTokens: 5 },
  });
  const id = newConversation();
  const running = await browser.follow('POST', `/web/conversations/${id}/turns`, {
    text: 'Hi',
    key: newKey(),
  });
  await running.until(({ event }) => event === 'text');
  expect(saidIn(await browser.ask(id, '/retry'))?.text).toMatch(/still being written/);
  expect(saidIn(await browser.ask(id, '/stop'))?.text).toBe('Stopped.');
  expect(receiptOf(await running.rest()).finish).toBe('stopped');
});

test('/persona sets who answers, and says that the settings are others now', async () => {
  const { browser } = await startWeb({ script: () => 'ok' });
  const id = newConversation();
  expect(saidIn(await browser.ask(id, '/persona tutor'))).toMatchObject({ settings_changed: true });
  await browser.ask(id, 'Hello');
  expect((await browser.conversation(id)).settings.persona).toMatchObject({ id: 'tutor', name: 'Tutor' });
});
