import { renderChat, type TemplateMessage } from '../doubles/vllm/chat-template.ts';
import { startVllm } from '../doubles/vllm/server.ts';
import { tokenize } from '../doubles/vllm/tokenizer.ts';
import { collect, conversationParts } from '../support/experts.ts';
import { message } from '../support/turns.ts';
import type { Row } from './statistics.ts';

/** Short and long questions for different experts, as a conversation has them. */
const QUESTIONS = [
  'Hello!',
  'What is the tallest mountain of Europe?',
  '/math What is 15% of 4810?',
  'Thanks. 用中文再说一遍。',
  '/code Write a function that adds two numbers.',
  'Now with a test.',
  '/translate Into French: good morning',
  'Who was Ada Lovelace?',
  '/structured The three largest oceans as JSON',
  'Thank you',
];

/** Of the tokens that a prompt could share with the one before it (all of that one's), how many it does share. */
export async function benchPrefix(): Promise<Row[]> {
  const share = await prefixShare();
  return [
    {
      name: 'prompt tokens shared with the previous prompt, of those that could be, ten turns',
      value: `${(share * 100).toFixed(1)}%`,
      goal: { text: 'at least 90%', met: share >= 0.9 },
    },
  ];
}

export async function prefixShare(): Promise<number> {
  const vllm = await startVllm();
  const parts = await conversationParts({ urls: { general: [vllm.url] } });
  const never = new AbortController().signal;
  for (const text of QUESTIONS) await collect(parts.ask(message(text), never));
  const prompts = vllm.requests
    .filter(({ path }) => path === '/v1/chat/completions')
    .map(({ body }) => tokenize(renderChat((body as unknown as { messages: TemplateMessage[] }).messages)));
  await parts.close();
  await vllm.close();
  let shared = 0;
  let possible = 0;
  for (const [index, prompt] of prompts.slice(1).entries()) {
    const before = prompts[index] ?? [];
    const differs = before.findIndex((token, at) => token !== prompt[at]);
    // The generation prompt at the end is not the answer's: it is part of what can be shared all the same.
    shared += differs < 0 ? before.length : differs;
    possible += before.length;
  }
  return shared / possible;
}
