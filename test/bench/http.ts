import { setTimeout as delay } from 'node:timers/promises';
import { startDouble, startSwitchboard, withFolder } from '../support/processes.ts';
import { quantile, type Row } from './statistics.ts';
import { firstTextMs } from './stream.ts';

const CONVERSATIONS = 20;
const TURNS = 25;
const WARM_UP_TURNS = 8;
const ROUNDS = 3;
/** On average, between an answer and the next question: far less than people take, without keeping the cores full. */
const PAUSE_MS = 500;

/**
 * What Switchboard adds over HTTP to the model's own time: a vLLM double without delay in a process of its own,
 * asked directly and through Switchboard in turn, 20 conversations side by side. Also how many turns a second go
 * through when nobody pauses, where a first token waits for all the others and its time says nothing.
 */
export async function benchHttp(): Promise<Row[]> {
  const double = await startDouble({ remember: 0 });
  try {
    return await withFolder(async (folder) => {
      const bot = await startSwitchboard({ DATA_DIR: folder, EXPERT_GENERAL_URL: double.url });
      try {
        return await compare(double.url, bot.url);
      } finally {
        await bot.stop();
      }
    });
  } finally {
    await double.stop();
  }
}

async function compare(direct: string, bot: string): Promise<Row[]> {
  const askDirect = (text: string) =>
    firstTextMs(`${direct}/chat/completions`, {
      model: 'double/chat-7b',
      stream: true,
      max_tokens: 64,
      messages: [{ role: 'user', content: text }],
    });
  let run = 0;
  const askBot = (text: string, conversation: number) =>
    firstTextMs(`${bot}/v1/ask`, { text, stream: true, conversation: `c${run}-${conversation}` });

  await load(askBot, WARM_UP_TURNS, 0);
  await load(askDirect, WARM_UP_TURNS, 0);
  const directMs: number[] = [];
  const botMs: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    run++;
    directMs.push(...(await load(askDirect, TURNS, PAUSE_MS)));
    botMs.push(...(await load(askBot, TURNS, PAUSE_MS)));
  }
  const startedMs = performance.now();
  run++;
  const answers = await load(askBot, TURNS, 0);
  const perSecond = (answers.length / (performance.now() - startedMs)) * 1000;
  const added = (share: number) => quantile(botMs, share) - quantile(directMs, share);
  const show = (share: number) =>
    `+${added(share).toFixed(1)} ms (direct ${quantile(directMs, share).toFixed(1)}, through ${quantile(botMs, share).toFixed(1)})`;
  const what = `first token over HTTP, ${CONVERSATIONS} conversations side by side`;
  return [
    { name: `${what}, p50`, value: show(0.5), goal: { text: 'under 5 ms added', met: added(0.5) < 5 } },
    { name: `${what}, p99`, value: show(0.99), goal: { text: 'under 30 ms added', met: added(0.99) < 30 } },
    {
      name: `turns over HTTP without pauses, ${CONVERSATIONS} at a time`,
      value: `${perSecond.toFixed(0)}/s`,
    },
  ];
}

/** Every conversation asks its next question when the one before is answered. */
async function load(
  ask: (text: string, conversation: number) => Promise<number>,
  turns: number,
  pauseMs: number,
): Promise<number[]> {
  const conversations = Array.from({ length: CONVERSATIONS }, async (_, conversation) => {
    const times: number[] = [];
    for (let turn = 0; turn < turns; turn++) {
      // Before the first question too: people do not all begin in the same millisecond.
      if (pauseMs > 0) await delay(Math.random() * 2 * pauseMs);
      times.push(await ask(`Question ${turn}: why?`, conversation));
    }
    return times;
  });
  return (await Promise.all(conversations)).flat();
}
