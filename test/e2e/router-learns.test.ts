import { expect, onTestFinished, test } from 'vitest';
import { askedAgain } from '../../commands/press.ts';
import { conversationKey } from '../../src/conversation/key.ts';
import { startVllm } from '../doubles/vllm/server.ts';
import { teamCorrections, UNSEEN } from '../routing/tools/learn/habits.ts';
import { collect } from '../support/experts.ts';
import { runProcess, startSwitchboard } from '../support/processes.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { message } from '../support/turns.ts';
import { startWhole } from '../support/whole.ts';

const never = new AbortController().signal;
/** One of the corrections. */
const CORRECTED = { text: 'runway check on payroll, 28k left, 10k burn', label: 'math' };

test('what people send to another expert goes there by itself, after a training and a restart', async () => {
  const vllm = await startVllm({ script: () => 'The answer.' });
  onTestFinished(() => vllm.close());
  const dataDir = tempFolder();
  const env = { DATA_DIR: dataDir, EXPERT_GENERAL_URL: vllm.url };

  const whole = await startWhole({ general: [vllm.url] }, { dataDir, storeUrl: 'sqlite:' });
  const { switchboard } = whole;
  expect((await switchboard.route(message(UNSEEN.text))).expert).not.toBe(UNSEEN.label);
  const team = teamCorrections().filter(({ label }) => label === 'math' || label === 'code');
  expect(team).toContainEqual(expect.objectContaining(CORRECTED));
  for (const [i, { by, label, text = '' }] of team.entries()) {
    const conversation = conversationKey('telegram', '@', `chat${i}`);
    const asked = message(text, {
      id: `m${i}`,
      platform: 'telegram',
      conversation,
      author: { id: by, name: null },
    });
    expect((await collect(switchboard.ask(asked, never))).error).toBeNull();
    const press = { conversation, id: asked.id, user: by };
    const again = await askedAgain(press, { id: `m${i}:r1`, expert: label }, switchboard);
    if (i > 0 || again === null) continue;
    const second = await collect(switchboard.ask(again, never));
    expect(second.receipt).toMatchObject({ expert: label, route: { tier: 'forced' } });
    expect(await switchboard.turns(conversation), 'in the place of the first').toHaveLength(1);
  }
  const metrics = await (await fetch(`${whole.url}/metrics`)).text();
  expect(metrics).toMatch(/^switchboard_overrides_total\{expert="\w+",wanted="math",tier="\w+"\} [1-9]/m);
  const kept = await Array.fromAsync(switchboard.stores.cache('corrections').iterator());
  expect(kept).toHaveLength(team.length);
  expect(JSON.stringify(kept)).not.toMatch(/runway|payroll|person/);
  await whole.close();

  // A token alone: the training must know that there are several people, and connects to nothing.
  const several = { ...env, TELEGRAM_BOT_TOKEN: '1:test' };
  const trained = await runProcess(['src/routing/tools/learn.ts'], several);
  expect(trained, trained.stderr).toMatchObject({ code: 0 });
  expect(trained.stdout).toMatch(/from 4 people.*Taken over as version 1/s);

  const running = await startSwitchboard(env);
  onTestFinished(async () => void (await running.stop('SIGKILL')));
  for (const { label, text } of [CORRECTED, UNSEEN]) {
    const answer = await fetch(`${running.url}/v1/route`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text }),
    });
    expect(await answer.json()).toMatchObject({ expert: label, tier: 'classifier' });
  }
}, 30_000);
