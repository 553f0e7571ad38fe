import type { AnswerEvent, ExpertName, Receipt, Route } from '../../src/conversation/types.ts';
import { fakeReceipt } from './fake-switchboard.ts';

const ROUTE: Route = {
  expert: 'translate',
  tier: 'classifier',
  confidence: 0.8,
  scores: { translate: 0.8, code: 0.2 },
  reason: 'looks like translate (0.80)',
};
const STEPS: readonly ExpertName[] = ['translate', 'code'];

/** The events of a plan of two steps, one after the other; each ends once `release` was called. Then its one text. */
export function plannedTurn(text = 'It is done.', failed: readonly ExpertName[] = []) {
  const gates = STEPS.map(() => Promise.withResolvers<void>());
  let next = 0;
  async function* events(): AsyncGenerator<AnswerEvent> {
    yield { event: 'route', data: ROUTE };
    for (const [index, expert] of STEPS.entries()) {
      const step = { index, expert, of: STEPS.length };
      yield { event: 'step', data: { ...step, state: 'running' } };
      await gates[index]?.promise;
      yield { event: 'step', data: { ...step, state: failed.includes(expert) ? 'failed' : 'done' } };
    }
    yield { event: 'text', data: { delta: text } };
    const receipt: Receipt = { ...fakeReceipt(ROUTE, 'x', text, 'stop'), expert: 'general' };
    yield { event: 'done', data: receipt };
  }
  return { events, release: () => gates[next++]?.resolve() };
}
