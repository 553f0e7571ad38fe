import { readFileSync, statSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { createClassifier } from '../../src/routing/classifier.ts';
import { createDetector } from '../../src/routing/plans/detect.ts';
import { createRouter } from '../../src/routing/router.ts';
import { weightsUrl } from '../../src/routing/weights.ts';
import { OWN_SENTENCES } from '../routing/own-sentences.ts';
import { compareRouters } from './routing-comparison.ts';
import { median, quantile, type Row } from './statistics.ts';

const LOADS = 20;
const ROUNDS = 100;
/** A pasted log, as long as the classifier ever looks at. */
const LONG_TEXT = '2026-01-09 10:00:00 WARN worker-3 队列已满 retry in 250 ms (attempt 4 of 9)\n'.repeat(60);

/** How right and how fast routing is beside the published ways to do it, and what it costs. */
export async function benchRouting(): Promise<Row[]> {
  return [...(await routingCosts()), ...(await compareRouters())];
}

/** Loading the weights, one decision on a usual and on a long message, and memory. */
async function routingCosts(): Promise<Row[]> {
  const before = process.memoryUsage().arrayBuffers;
  const classifier = createClassifier(readFileSync(weightsUrl));
  const held = process.memoryUsage().arrayBuffers - before;
  const loads = Array.from({ length: LOADS }, () => timed(() => createClassifier(readFileSync(weightsUrl))));
  const route = createRouter({ classifier, threshold: 0.7 });
  const { signal } = new AbortController();
  const decide = (text: string) =>
    route({ text, forced: null, attachments: [], state: { lastExpert: null, pinned: null } }, signal);
  const texts = OWN_SENTENCES.map(([, text]) => text);
  const rounds = (those: readonly string[]) =>
    Array.from({ length: ROUNDS }, () => those.map((text) => timed(() => decide(text)))).flat();
  rounds(texts);
  const usual = rounds(texts);
  const long = rounds([LONG_TEXT]);
  const detect = createDetector(classifier);
  const find = () =>
    Array.from({ length: ROUNDS }, () =>
      texts.map((text) => timed(() => detect({ text, pictures: false }))),
    ).flat();
  find();
  const found = find();
  return [
    {
      name: 'routing: one message',
      value: `p50 ${ms(median(usual))}, p99 ${ms(quantile(usual, 0.99))}`,
      goal: {
        text: 'p50 under 0.2 ms, p99 under 1 ms',
        met: median(usual) < 0.2 && quantile(usual, 0.99) < 1,
      },
    },
    {
      name: 'routing: whether a message needs several experts',
      value: `p50 ${ms(median(found))}, p99 ${ms(quantile(found, 0.99))}`,
      goal: { text: 'p50 under 0.2 ms', met: median(found) < 0.2 },
    },
    { name: 'routing: the longest message it looks at', value: `p50 ${ms(median(long))}` },
    {
      name: 'routing: loading the weights',
      value: `first ${ms(loads[0] ?? 0)}, then ${ms(median(loads))}`,
      goal: { text: 'under 50 ms', met: Math.max(...loads) < 50 },
    },
    {
      name: 'routing: memory',
      value: `${mib(held)} held, ${mib(statSync(weightsUrl).size)} of it weights`,
    },
  ];
}

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function ms(value: number): string {
  return `${value.toFixed(3)} ms`;
}

function mib(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(2)} MiB`;
}
