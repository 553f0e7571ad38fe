import { expect, onTestFinished, test } from 'vitest';
import { ExpertError } from '../../../src/experts/errors.ts';
import { createNllbEngine } from '../../../src/experts/nllb/client.ts';
import { type NllbFault, type NllbOptions, startNllb } from '../../doubles/nllb/server.ts';

const never = new AbortController().signal;

async function serve(options: NllbOptions = {}) {
  const nllb = await startNllb({ translate: (text) => `[${text}]`, ...options });
  onTestFinished(() => nllb.close());
  return nllb;
}

/** What was written, and what ended it. */
async function outcome(url: string, text: string, patience = {}) {
  const engine = createNllbEngine({ url, apiKey: null, patience });
  let written = '';
  try {
    const request = { messages: [{ role: 'user' as const, content: text }], maxTokens: 100 };
    for await (const event of engine.generate(request, never))
      if (event.type === 'text') written += event.delta;
  } catch (error) {
    if (!(error instanceof ExpertError)) throw error;
    return { written, error };
  }
  throw new Error('expected a failure');
}

const faults: [NllbFault, ExpertError['code'], number | null, RegExp][] = [
  [{ kind: 'status', status: 503, retryAfterS: 7 }, 'overloaded', 7_000, /503/],
  [{ kind: 'status', status: 429 }, 'overloaded', null, /429/],
  [{ kind: 'status', status: 500 }, 'server_error', null, /unloaded/],
  [{ kind: 'status', status: 401 }, 'unauthorized', null, /401/],
  [{ kind: 'status', status: 400 }, 'refused', null, /400/],
  [{ kind: 'status', status: 404 }, 'model_not_found', null, /without \/api/],
  [{ kind: 'status', status: 414 }, 'refused', null, /address this long/],
  [{ kind: 'no_query' }, 'refused', null, /did not arrive/],
  [{ kind: 'reset' }, 'unreachable', null, /./],
  [{ kind: 'cut' }, 'unreachable', null, /./],
  [{ kind: 'not_json' }, 'server_error', null, /no JSON/],
  [{ kind: 'no_result' }, 'server_error', null, /without a result/],
];

test.each(faults)('%j is told as %s, without the text', async (fault, code, retryAfterMs, why) => {
  const nllb = await serve();
  nllb.faults.push(fault);
  const { error, written } = await outcome(nllb.url, 'to French: The secret meeting.');
  expect(error).toMatchObject({ code, retryAfterMs, endpoint: nllb.url, detail: expect.stringMatching(why) });
  expect(written).toBe('');
  const told = `${error.message} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`;
  expect(told).not.toMatch(/secret/i);
});

test.each([
  ['target', 'fra_Latn'],
  ['source', 'eng_Latn'],
])('a %s language that the service is without is named as such', async (which, code) => {
  const nllb = await serve({ unknownLanguages: [code] });
  const { error } = await outcome(nllb.url, 'Translate from English to French: The secret meeting.');
  expect(error).toMatchObject({ code: 'refused', status: 400 });
  expect(error.detail).toContain(`does not know the ${which} language`);
  expect(error.message).not.toMatch(/secret/i);
});

const midway: [NllbFault, string][] = [
  [{ kind: 'status', status: 500 }, 'answered 500'],
  [{ kind: 'reset' }, 'UND_ERR_SOCKET'],
  [{ kind: 'cut' }, 'UND_ERR_SOCKET'],
  [{ kind: 'hang' }, 'no answer in time'],
];

test.each(midway)(
  '%j after the first sentence keeps it, and says that the answer broke',
  async (fault, why) => {
    const nllb = await serve();
    nllb.faultOf.set('The second one.', fault);
    const text = 'to French: The first one. The second one. The third one.';
    const { error, written } = await outcome(nllb.url, text, { stallMs: 200 });
    expect(written).toBe('[The first one.]');
    expect(error.code).toBe('broken_stream');
    expect(error.detail).toContain(why);
  },
);

test('each sentence has its own time, the first one the longer', async () => {
  const nllb = await serve();
  nllb.faultOf.set('The first one.', { kind: 'hang' });
  const { error, written } = await outcome(nllb.url, 'to French: The first one.', {
    firstTokenMs: 20,
    stallMs: 60_000,
  });
  expect(written).toBe('');
  expect(error.code).toBe('timeout');
});

test('a fragment of a sentence whose marks were lost has its time, too', async () => {
  const nllb = await serve({ translate: (text) => text.replaceAll(/X\d/g, '') });
  nllb.faultOf.set('in the morning.', { kind: 'hang' });
  const { error } = await outcome(nllb.url, 'to French: Run `npm ci` in the morning.', { stallMs: 200 });
  expect(error.code).toBe('timeout');
  expect(nllb.translations.map(({ text }) => text)).toEqual([
    'Run X1 in the morning.',
    'Run',
    'in the morning.',
  ]);
});
