import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startVllm } from '../doubles/vllm/server.ts';
import { collect, conversationParts } from '../support/experts.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { KEY, message } from '../support/turns.ts';

const never = new AbortController().signal;

test('what a turn had written when the program ended is kept: closing waits for those that were just cut', async () => {
  const vllm = await startVllm({ tokenMs: 10, script: () => 'word '.repeat(1_000) });
  onTestFinished(() => vllm.close());
  const options = { urls: { general: [vllm.url] }, storeUrl: `sqlite:${join(tempFolder(), 'store.db')}` };
  const parts = await conversationParts(options);
  const cut = new AbortController();
  const turn = parts.ask(message('go'), cut.signal);
  for (let seen = ''; seen !== 'text'; ) seen = (await turn.next()).value?.event ?? 'text';
  const end = collect(turn);
  cut.abort();
  await parts.close();
  await end;

  const again = await conversationParts(options);
  onTestFinished(() => again.close());
  const stored = await again.turns(KEY);
  expect(stored).toMatchObject([{ text: 'go', stopped: true, response: expect.stringContaining('word') }]);
});

test('closing does not wait for ever for a turn that nobody ends', async () => {
  const vllm = await startVllm({ tokenMs: 10, script: () => 'word '.repeat(1_000) });
  onTestFinished(() => vllm.close());
  const parts = await conversationParts({ urls: { general: [vllm.url] } });
  await parts.ask(message('go'), never).next();
  await parts.close();
});
