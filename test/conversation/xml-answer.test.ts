import { expect, onTestFinished, test } from 'vitest';
import { PRESETS } from '../../commands/json/presets.ts';
import { startVllm } from '../doubles/vllm/server.ts';
import { collect, conversationParts } from '../support/experts.ts';
import { message } from '../support/turns.ts';

const RIGHT = '```xml\n<people>\n  <person age="31">Ann &amp; Bob</person>\n</people>\n```';
const BROKEN = RIGHT.replace('&amp;', '&');
const never = new AbortController().signal;

/** `/json xml Ann is 31`, answered with these texts one after another. */
async function askXml(...answers: string[]) {
  let asked = 0;
  const vllm = await startVllm({ script: () => answers[Math.min(asked++, answers.length - 1)] });
  onTestFinished(() => vllm.close());
  const parts = await conversationParts({ urls: { general: [vllm.url] } });
  onTestFinished(() => parts.close());
  const text = `Ann is 31\n\n${PRESETS.xml.instruction?.en}`;
  const { events, receipt } = await collect(parts.ask(message(text, { forced: 'structured' }), never));
  const bodies = vllm.requests.filter(({ path }) => path === '/v1/chat/completions').map(({ body }) => body);
  return { events, receipt, bodies };
}

test('XML that is well-formed is said to be', async () => {
  const { receipt } = await askXml(RIGHT);
  expect(receipt).toMatchObject({ response: RIGHT, checks: [{ name: 'xml', status: 'passed' }] });
});

test('XML that is not is written once more, with the error told, and replaced', async () => {
  const { bodies, events, receipt } = await askXml(BROKEN, RIGHT);
  expect(bodies).toHaveLength(2);
  expect(JSON.stringify(bodies[1])).toContain('& is no reference');
  expect(events.find(({ event }) => event === 'replace')?.data).toEqual({ text: RIGHT });
  expect(receipt).toMatchObject({ response: RIGHT, checks: [{ name: 'xml', status: 'repaired' }] });
  expect(receipt?.steps).toHaveLength(2);
});

test('XML that stays broken stays, and is marked with the line', async () => {
  const { receipt } = await askXml(BROKEN);
  expect(receipt?.response).toBe(BROKEN);
  expect(receipt?.checks).toMatchObject([
    { name: 'xml', status: 'failed', detail: expect.stringContaining('line 2') },
  ]);
});

test('an answer without any XML fails', async () => {
  const { receipt } = await askXml('I would rather not.');
  expect(receipt?.checks).toMatchObject([{ status: 'failed', detail: expect.stringContaining('no XML') }]);
});
