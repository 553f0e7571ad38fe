import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Deployment, deployFolder, deployments, servicesOf } from './compose-file.ts';
import { factsSheet } from './facts-sheet.ts';
import { kvKibPerToken, MODEL_FACTS, type ModelFacts, poolTokens, weightsGib } from './memory.ts';
import { aloneTable, cardTable, factsOfServer } from './memory-table.ts';
import { fractionOf, vllmServers } from './vllm-server.ts';

const readme = readFileSync(join(deployFolder, 'README.md'), 'utf8');
const withCards = deployments.filter((deployment) => deployment.cardGib !== null);
const swaps = ['starcoder2-7b', 'CodeLlama-7b-Instruct-hf', 'MetaMath-7B-V1.0', 'llava-1.5-7b-hf'];

function deployment(name: string): Deployment {
  const found = deployments.find((item) => item.name === name);
  if (found === undefined) throw new Error(`no deployment ${name}`);
  return found;
}

test.each(['4 × 24 GB', '1 × 24 GB, 128K', '4 × 48 GB'])(
  'the table for %s says what the compose files and the models come to',
  (name) => {
    expect(readme).toContain(`${cardTable(deployment(name))}\n`);
  },
);

test('the table of models to swap in says what they come to', () => {
  expect(readme).toContain(`${aloneTable(swaps)}\n`);
});

test.each(withCards)('every KV cache of $name holds at least two requests of full length', (item) => {
  const servers = vllmServers(servicesOf(item)).filter(
    (server) => server.flags.get('--runner') !== 'pooling',
  );
  expect(servers.length).toBeGreaterThan(0);
  for (const server of servers) {
    const { facts, precision } = factsOfServer(server);
    const pool = poolTokens(facts, precision, fractionOf(server), item.cardGib ?? 0);
    expect(pool, server.service).toBeGreaterThanOrEqual(2 * Number(server.flags.get('--max-model-len')));
  }
});

describe.skipIf(factsSheet === null)('the facts sheet', () => {
  const rows: [string, string][] = [
    ['Qwen2.5-7B-Instruct', 'Qwen2.5-7B-Instruct'],
    ['StarCoder2-7B', 'starcoder2-7b'],
    ['CodeLlama-7B', 'CodeLlama-7b-Instruct-hf'],
    ['DeepSeek-Math-7B', 'deepseek-math-7b-instruct'],
    ['MetaMath-7B', 'MetaMath-7B-V1.0'],
    ['TinyLlama-1.1B', 'TinyLlama-1.1B-Chat-v1.0'],
    ['LLaVA-1.5-7B-hf', 'llava-1.5-7b-hf'],
    ['Qwen2.5-VL-7B', 'Qwen2.5-VL-7B-Instruct'],
  ];

  test.each(rows)('has the same weights, KV cache and pool for %s', (inSheet, name) => {
    const [weights, kv, pool] = sheetRow(inSheet);
    const facts = MODEL_FACTS[name] as ModelFacts;
    expect(Math.abs(weightsGib(facts, 'bf16') - Number(weights))).toBeLessThan(0.1);
    expect(kvKibPerToken(facts)).toBe(Number(kv));
    const tokens = /~(\d+)k/.exec(pool)?.[1];
    const computed = poolTokens(facts, 'bf16', 0.92, 24);
    if (tokens === undefined) expect(pool).toBe('plenty');
    else expect(Math.abs(computed / 1_000 - Number(tokens))).toBeLessThan(1);
  });

  test('has about the same for AWQ', () => {
    const [weights, , pool] = sheetRow('– AWQ');
    const facts = MODEL_FACTS['Qwen2.5-7B-Instruct'] as ModelFacts;
    expect(Math.abs(weightsGib(facts, 'awq') - Number(weights.slice(1)))).toBeLessThan(0.15);
    expect(
      Math.abs(poolTokens(facts, 'awq', 0.92, 24) / 1_000 - Number.parseInt(pool.slice(1), 10)),
    ).toBeLessThan(5);
  });

  /** Weights, KV and pool as written in the sheet's row of models §5. */
  function sheetRow(name: string): [string, string, string] {
    const line = factsSheet?.split('\n').find((row) => row.startsWith(`| ${name} |`));
    const cells = (line ?? '').split('|').map((cell) => cell.replaceAll('*', '').trim());
    const [, , , , weights = '', kv = '', pool = ''] = cells;
    expect(weights, `${name} in the sheet`).not.toBe('');
    return [weights, kv, pool];
  }
});
