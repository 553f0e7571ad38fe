import { expect, test } from 'vitest';
import { readSettingsLine } from '../../commands/settings-line.ts';
import { startPlay } from '../support/command-play.ts';
import { KEY } from '../support/turns.ts';

test.each([
  ['', {}],
  ['expert=math', { expert: 'math' }],
  ['Expert = math, temperature: 0.2', { expert: 'math', temperature: '0.2' }],
  ['language=Brazilian Portuguese context=8k', { language: 'Brazilian Portuguese', contextTokens: '8k' }],
  ['language German', { language: 'German' }],
  ['专家=math 发言：always', { expert: 'math', speaks: 'always' }],
  ['math', null],
  ['please expert=math', null],
  ['expert', null],
])('%j is %j', (line, change) => {
  expect(readSettingsLine(line)).toEqual(change);
});

test('what is set is kept and shown, and “auto” is as usual again', async () => {
  const { say, switchboard } = await startPlay();
  const told = await say('/settings expert=math temperature=0.2 context=4096 language=德语 speaks=always');
  expect(told).toContain('- Expert: math');
  expect(told).toContain('- Language of the answers: German');
  expect(await switchboard.settings(KEY)).toMatchObject({
    expert: 'math',
    temperature: 0.2,
    contextTokens: 4096,
    language: 'deu_Latn',
    speaks: 'always',
  });
  await say('/settings expert=auto');
  expect((await switchboard.settings(KEY)).expert).toBe(null);
});

test('a value that cannot be is told in the person’s language, and nothing is changed', async () => {
  const { say, switchboard } = await startPlay();
  expect(await say('/settings expert=math temperature=9')).toContain('from 0');
  expect(await say('/settings temperature=9', { language: 'zh' })).toContain('温度');
  expect((await switchboard.settings(KEY)).expert).toBe(null);
  expect(await say('/settings what?')).toContain('/settings expert=math');
});

test('/settings alone shows what is set, with a form whose fields set it', async () => {
  const { run, switchboard } = await startPlay();
  await run('/settings language=German');
  const outcome = await run('/settings');
  if (outcome.kind !== 'say' || outcome.form === undefined) throw new Error('no form');
  const filled = Object.fromEntries(outcome.form.fields.map(({ name, value }) => [name, value]));
  expect(filled).toEqual({
    expert: 'auto',
    temperature: 'auto',
    context: 'auto',
    language: 'German',
    speaks: 'thread',
  });
  // Sent back as it was shown, it changes nothing.
  const before = await switchboard.settings(KEY);
  await run(`/${outcome.form.command}`, { options: filled });
  expect(await switchboard.settings(KEY)).toEqual(before);
  await run(`/${outcome.form.command}`, { options: { ...filled, expert: 'code' } });
  expect((await switchboard.settings(KEY)).expert).toBe('code');
});

test('in a shared channel only administrators change anything, and everybody may look', async () => {
  const { run, say, switchboard } = await startPlay(['slack:U9']);
  const shared = { who: { shared: true } };
  expect(await say('/settings expert=math', shared)).toContain('administrator');
  expect(await say('/persona tutor', { ...shared, language: 'zh' })).toContain('管理员');
  expect(await say('/settings', shared)).toContain('- Expert: auto');
  for (const command of ['/settings', '/persona']) {
    expect(await run(command, shared)).not.toHaveProperty('form');
    expect(await run(command, { who: { shared: true, user: 'U9' } })).toHaveProperty('form');
  }
  expect((await switchboard.settings(KEY)).expert).toBe(null);
  await run('/settings expert=math', { who: { shared: true, user: 'U9' } });
  expect((await switchboard.settings(KEY)).expert).toBe('math');
  await run('/settings expert=code', { who: { shared: true, platformAdmin: true } });
  expect((await switchboard.settings(KEY)).expert).toBe('code');
});

test('/persona sets a ready one or free text, and off takes it away; the model gets it', async () => {
  const { ask, say, vllm } = await startPlay();
  expect(await say('/persona')).toContain('**Persona of this conversation:** none');
  expect(await say('/persona tutor')).toContain('Tutor');
  expect(await say('/persona 导师', { language: 'zh' })).toContain('导师');
  expect(await say('/persona You are a pirate.')).toMatch(/: “You are a pirate\.”$/);
  await ask('hello');
  expect(JSON.stringify(vllm.requests.at(-1)?.body)).toContain('You are a pirate.');
  expect(await say('/persona off')).toContain('none');
  expect(await say('/persona x', { options: { text: 'concise' } })).toContain('Concise');
});
