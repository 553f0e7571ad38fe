import { beforeEach, expect, test } from 'vitest';
import { type ContextStore, createContextStore } from '../../src/conversation/context.ts';
import { routeMessage } from '../../src/conversation/turn.ts';
import type { Route } from '../../src/conversation/types.ts';
import type { ConversationState, Router } from '../../src/routing/types.ts';
import { openStores } from '../../src/stores/open.ts';
import { KEY, message, storedTurn } from '../support/turns.ts';

const ROUTE: Route = { expert: 'general', tier: 'default', confidence: 1, scores: {}, reason: 'a test' };
let contexts: ContextStore;

beforeEach(async () => {
  const stores = await openStores({ storeUrl: 'sqlite::memory:', dataDir: '.' });
  contexts = createContextStore(stores.cache('context'));
});

async function append(text: string): Promise<void> {
  await contexts.append(KEY, await contexts.load(KEY), storedTurn(text, `re ${text}`), null);
}

/** What the router is told of the conversation. */
async function told(): Promise<ConversationState> {
  let state: ConversationState | null = null;
  const router: Router = async (question) => {
    state = question.state;
    return ROUTE;
  };
  await routeMessage(
    message('and now?'),
    await contexts.load(KEY),
    null,
    router,
    new AbortController().signal,
  );
  if (state === null) throw new Error('the router was not asked');
  return state;
}

test('the router knows the last question, and none at first', async () => {
  expect(await told()).toEqual({ lastExpert: null, lastQuestion: null, pinned: null });
  await append('sort a list');
  await append('in Go');
  expect(await told()).toEqual({ lastExpert: 'general', lastQuestion: 'in Go', pinned: null });
});

test('of a long question it is told the beginning', async () => {
  await append(`begin${'x'.repeat(100_000)}`);
  expect((await told()).lastQuestion).toMatch(/^beginx{1995}$/);
});

test('a question that only the summary holds is not told', async () => {
  await append('sort a list');
  const { head } = await contexts.load(KEY);
  expect(await contexts.compact(KEY, head, 1, 'They sorted a list.')).toBe(true);
  expect(await told()).toEqual({ lastExpert: 'general', lastQuestion: null, pinned: null });
});
