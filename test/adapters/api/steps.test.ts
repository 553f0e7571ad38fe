import { expect, onTestFinished, test } from 'vitest';
import type { RequestBody } from '../../doubles/vllm/behaviour.ts';
import { startVllm } from '../../doubles/vllm/server.ts';
import { loadContractSchema } from '../../support/contract-schema.ts';
import { conversationParts } from '../../support/experts.ts';
import { createFakeSwitchboard } from '../../support/fake-switchboard.ts';
import { startHttpHost } from '../../support/http-host.ts';

const PLAN = {
  steps: [
    { expert: 'translate', task: 'Translate the error.', needs: [], to: 'English', text: 'Liste leer' },
    { expert: 'code', task: 'Fix the code.', needs: [] },
  ],
};

function write(body: RequestBody): string {
  const prompt = String((body as { messages: { content: string }[] }).messages.at(-1)?.content);
  if (prompt.includes('Divide a message')) return JSON.stringify(PLAN);
  if (prompt.includes('Experts have already done')) return 'The list is empty.\n\n[[BLOCK_1]]';
  return prompt.includes('Fix the code') ? '```python\nprint([])\n```' : 'List empty';
}

test('steps come over HTTP as the contract has them, each before the text', async () => {
  const vllm = await startVllm({ window: 8192, script: write });
  onTestFinished(() => vllm.close());
  const { ask, close } = await conversationParts({
    urls: { general: [vllm.url] },
    detectSeveral: () => ['translate', 'code'],
  });
  onTestFinished(close);
  const host = await startHttpHost({ ...createFakeSwitchboard(), ask });
  onTestFinished(() => host.close());
  const response = await fetch(`${host.url}/v1/ask`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text: 'Translate "Liste leer" and fix the code: print(liste)', stream: true }),
  });
  const events = [...(await response.text()).matchAll(/^event: (\w+)\ndata: (.*)$/gm)].map(
    ([, event, data]) => ({ event, data: JSON.parse(data ?? '') }),
  );
  const problems = loadContractSchema();
  for (const each of events) if (problems) expect(problems('event', each)).toEqual([]);
  const steps = events.flatMap(({ data, event }, at) => (event === 'step' ? [{ ...data, at }] : []));
  expect(steps.map(({ expert, state }) => `${expert} ${state}`).toSorted()).toEqual([
    'code done',
    'code running',
    'translate done',
    'translate running',
  ]);
  const firstText = events.findIndex(({ event }) => event === 'text');
  expect(steps.every(({ at, of }) => at < firstText && of === 2)).toBe(true);
  expect(events.at(-1)).toMatchObject({
    event: 'done',
    data: { response: expect.stringContaining('print([])') },
  });
});
