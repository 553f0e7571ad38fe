import { expect, test } from 'vitest';
import type { AnswerEvent, Route } from '../../src/conversation/types.ts';
import { SwitchboardError } from '../../src/errors.ts';
import { readOpening } from '../../src/gateway/opening.ts';

const route: Route = { expert: 'math', tier: 'rule', confidence: 1, scores: { math: 1 }, reason: 'because' };
const routeEvent: AnswerEvent = { event: 'route', data: route };
const text = (delta: string): AnswerEvent => ({ event: 'text', data: { delta } });
const error: AnswerEvent = {
  event: 'error',
  data: new SwitchboardError('expert_unavailable', 'down').toBody(),
};

function turnOf(events: readonly (AnswerEvent | Promise<AnswerEvent>)[]) {
  const state = { ended: false };
  async function* turn(): AsyncGenerator<AnswerEvent> {
    try {
      for (const event of events) yield await event;
    } finally {
      state.ended = true;
    }
  }
  return { turn: turn(), state };
}

test('a turn that begins well keeps all its events in order', async () => {
  const events = [routeEvent, text('a'), text('b')];
  const opening = await readOpening(turnOf(events).turn);
  expect(opening.failure).toBeNull();
  expect(opening.route).toEqual(route);
  expect(await Array.fromAsync(opening.events)).toEqual(events);
});

test.each([[[error]], [[routeEvent, error]]])(
  'a turn that fails before its first text is a failure, and its generator is closed: %#',
  async (events) => {
    const { turn, state } = turnOf(events);
    const opening = await readOpening(turn);
    expect(opening.failure?.error.message).toBe('down');
    expect(state.ended).toBe(true);
  },
);

test('an error after the first text stays an event', async () => {
  const opening = await readOpening(turnOf([routeEvent, text('a'), error]).turn);
  expect(opening.failure).toBeNull();
  expect((await Array.fromAsync(opening.events)).at(-1)).toEqual(error);
});

test('a slow first text does not hold back the route for ever', async () => {
  const late = Promise.withResolvers<AnswerEvent>();
  const opening = await readOpening(turnOf([routeEvent, late.promise]).turn, 1);
  expect(opening.route).toEqual(route);
  late.resolve(error);
  expect(await Array.fromAsync(opening.events)).toEqual([routeEvent, error]);
});

test('leaving the events early closes the turn', async () => {
  const { turn, state } = turnOf([routeEvent, text('a'), text('b')]);
  for await (const _ of (await readOpening(turn)).events) break;
  expect(state.ended).toBe(true);
});

test('a turn without any event is no failure', async () => {
  const opening = await readOpening(turnOf([]).turn);
  expect(opening).toMatchObject({ failure: null, route: null });
  expect(await Array.fromAsync(opening.events)).toEqual([]);
});
