import { afterEach, expect, test } from 'vitest';
import { conversationKey } from '../../src/conversation/key.ts';
import {
  ERROR,
  INTEGRATING,
  lastWords,
  PLANNING,
  type PlanScript,
  type PlanStage,
  startPlanStage,
} from '../support/plan-stage.ts';
import { readEvents } from '../support/read-events.ts';
import { sentTo } from '../support/served-model.ts';
import { PIXEL } from '../support/turns.ts';

let stage: PlanStage | undefined;
afterEach(async () => {
  await stage?.close();
  stage = undefined;
});

async function start(script: PlanScript) {
  stage = await startPlanStage(script);
  return stage;
}

test('an error to translate and code to fix: each expert in its form, one answer with the code to the letter', async () => {
  const { asked, code, nllb, whole } = await start(ERROR.script);
  const { checks, expert, response, steps } = await whole.ask({ text: ERROR.text });
  expect(response).toBe(`The error says “Error: list empty”. Corrected:\n\n${ERROR.fixed}\n\nThat is all.`);
  expect(expert).toBe('general');
  expect(steps.map((step) => step.expert)).toEqual(['translate', 'code', 'general']);
  expect(checks).toContainEqual(expect.objectContaining({ name: 'plan', status: 'passed' }));
  expect(nllb.translations.map(({ target, text }) => [text, target])).toEqual([
    ['Fehler: Liste leer', 'eng_Latn'],
  ]);
  const [prompt = ''] = asked('code');
  expect(sentTo(code)[0]?.path).toBe('/v1/completions');
  // The head of a file: what is to be done, and on what, as comments; nothing that only a chat model understands.
  expect(prompt).toMatch(/^# Fix the Python code so that the list is not empty\.\n/);
  expect(prompt).toContain('# print(x[0])');
  expect(prompt).not.toMatch(/one part of|Do only this part/);
  const [planning, integrating, ...more] = asked('general');
  expect(planning).toContain(PLANNING);
  expect(integrating).toContain(INTEGRATING);
  expect(more).toEqual([]);
});

test('a sum to solve, and its result as JSON: the math model gets the task alone, data comes to the letter', async () => {
  const data = '{"x": 5}';
  const { asked, whole } = await start({
    plan: {
      steps: [
        { expert: 'math', task: 'Solve 3x + 4 = 19.', needs: [] },
        { expert: 'structured', task: 'Write the solution as JSON.', needs: [1] },
      ],
    },
    math: '3x = 19 - 4 = 15, so x = 15 / 3 = 5.\nThe answer is: 5',
    structured: data,
    whole: 'x is 5:\n\n[[BLOCK_1]]',
  });
  const response = await whole.post('/v1/ask', {
    text: 'Solve 3x + 4 = 19 and give the result as JSON',
    stream: true,
  });
  const events = await readEvents(response);
  const told = events.flatMap(({ event, data }) => {
    const { expert, index, state } = data as { index: number; expert: string; state: string };
    return event === 'step' ? [`${index} ${expert} ${state}`] : [];
  });
  expect(told).toEqual(['0 math running', '0 math done', '1 structured running', '1 structured done']);
  expect(events.at(-1)).toMatchObject({
    event: 'done',
    data: {
      response: `x is 5:\n\n\`\`\`json\n${data}\n\`\`\``,
      steps: [{ expert: 'math' }, { expert: 'structured' }, { expert: 'general' }],
    },
  });
  expect(asked('math')).toEqual([
    "Below is an instruction that describes a task. Write a response that appropriately completes the request.\n\n### Instruction:\nSolve 3x + 4 = 19.\n\n### Response: Let's think step by step.",
  ]);
  expect(asked('structured')[0]).toContain('The answer is: 5');
});

test('a picture to be summarised in French: the English of its expert is translated, and shown once', async () => {
  const { asked, general, nllb, vision, whole } = await start({
    plan: {
      steps: [
        { expert: 'vision', task: 'Summarise the picture.', needs: [] },
        { expert: 'translate', task: 'Translate the summary.', needs: [1], to: 'French' },
      ],
    },
    vision: 'A red dot on a white ground.',
    translation: () => 'Un point rouge sur un fond blanc.',
    whole: 'Un point rouge sur un fond blanc.',
  });
  const receipt = await whole.ask({
    text: 'summarise the picture in French',
    attachments: [{ data: PIXEL, mime: 'image/png', name: 'dot.png' }],
  });
  expect(receipt.response).toBe('Un point rouge sur un fond blanc.');
  expect(receipt.steps.map(({ expert }) => expert)).toEqual(['vision', 'translate', 'general']);
  expect(nllb.translations.map(({ source, target, text }) => [text, source, target])).toEqual([
    ['A red dot on a white ground.', 'eng_Latn', 'fra_Latn'],
  ]);
  expect(JSON.stringify(sentTo(vision)[0]?.body.messages)).toContain(PIXEL);
  expect(asked('general')).toHaveLength(2);
  // Only vision gets the picture.
  expect(JSON.stringify(sentTo(general).map(({ body }) => body))).not.toContain(PIXEL);
});

test('an expert that is away: general does its step, and the receipt says for whom', async () => {
  const { code, whole } = await start({ ...ERROR.script, alone: '```python\nx = [1]\n```' });
  await code.set({ down: true });
  const { degraded, response, steps } = await whole.ask({ text: ERROR.text });
  expect(steps.map(({ expert }) => expert)).toEqual(['translate', 'general', 'general']);
  expect(degraded).toEqual({ wanted: 'code', reason: 'code is down; general answered' });
  expect(response).toContain('```python\nx = [1]\n```');
});

test('a step that nobody can do: the others stand, the answer and the receipt tell of it', async () => {
  const { nllb, whole } = await start({
    ...ERROR.script,
    alone: { text: '', finish: 'stop' },
    whole: (prompt) =>
      prompt.includes('could not be done:') ? 'Without the translation:\n\n[[BLOCK_1]]' : 'lost',
  });
  nllb.faults.push({ kind: 'status', status: 400 });
  const { checks, response, steps } = await whole.ask({ text: ERROR.text });
  expect(response).toMatch(/^Without the translation:\n\n```python\n/);
  expect(steps).toMatchObject([{ expert: 'translate', failed: expect.any(String) }, { expert: 'code' }, {}]);
  expect(checks).toContainEqual(expect.objectContaining({ name: 'plan', status: 'failed' }));
});

test('a message for one expert goes to that one, and nobody plans', async () => {
  const { asked, whole } = await start(ERROR.script);
  const { steps } = await whole.ask({ text: 'Write a Python function that reverses a list' });
  expect(steps.map(({ expert }) => expert)).toEqual(['code']);
  expect(asked('general')).toEqual([]);
});

test('steps that need nothing of each other are asked side by side', async () => {
  const { code, nllb, whole } = await start(ERROR.script);
  nllb.faults.push({ kind: 'hold' });
  await code.set({ sleeping: true });
  const answer = whole.ask({ text: ERROR.text });
  // One after the other, the second of them would never be asked.
  await nllb.received(1);
  await expect.poll(() => sentTo(code).length).toBe(1);
  nllb.release();
  await code.set({ sleeping: false });
  expect((await answer).response).toContain(ERROR.fixed);
});

test('who goes away stops all steps', async () => {
  const { asked, code, nllb, whole } = await start(ERROR.script);
  nllb.faults.push({ kind: 'hold' });
  await code.set({ sleeping: true });
  const away = new AbortController();
  const answer = await fetch(`${whole.url}/v1/ask`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text: ERROR.text, stream: true }),
    signal: away.signal,
  });
  await nllb.received(1);
  await expect.poll(() => sentTo(code).length).toBe(1);
  away.abort();
  await expect(answer.text()).rejects.toThrow();
  await nllb.abortedBy(1);
  await expect.poll(() => code.aborts.length).toBe(1);
  expect(asked('general').some((words) => words.includes(INTEGRATING))).toBe(false);
});

test('the language that is set is that of the whole, not of its steps', async () => {
  const { asked, nllb, whole } = await start(ERROR.script);
  const conversation = conversationKey('api', 'local', 'set');
  await whole.switchboard.changeSettings(conversation, { language: 'zho_Hans' });
  await whole.ask({ text: ERROR.text, conversation: 'set' });
  expect(nllb.translations.map(({ target }) => target)).toEqual(['eng_Latn']);
  const integrating = asked('general').find((words) => words.includes(INTEGRATING));
  expect(integrating).toMatch(/Answer in Simplified Chinese/);
  expect(integrating).not.toContain('in the language of the message');
  expect(asked('code')[0]).not.toContain('Chinese');
});

test('a persona speaks in the one text', async () => {
  const { general, whole } = await start(ERROR.script);
  const conversation = conversationKey('api', 'local', 'persona');
  await whole.switchboard.changeSettings(conversation, {
    persona: 'You are a pirate.',
  });
  await whole.ask({ text: ERROR.text, conversation: 'persona' });
  const integrating = sentTo(general).find((sent) => lastWords(sent).includes(INTEGRATING));
  expect(JSON.stringify(integrating?.body.messages?.[0])).toContain('pirate');
});
