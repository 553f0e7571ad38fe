import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { deployFolder, deployments, servicesOf } from './compose-file.ts';
import { factsSheet } from './facts-sheet.ts';
import { vllmServers } from './vllm-server.ts';

/** Flags of `vllm serve` that the deployments may use; each one stands in the facts sheet. */
const KNOWN_FLAGS = [
  '--enable-prompt-tokens-details',
  '--gpu-memory-utilization',
  '--hf-overrides',
  '--limit-mm-per-prompt',
  '--max-model-len',
  '--max-num-queued-reqs',
  '--mm-processor-kwargs',
  '--quantization',
  '--runner',
  '--served-model-name',
];

/** Where a server listens; the sheet takes these for granted. */
const LISTEN_FLAGS = ['--host', '--port'];

const script = readFileSync(join(deployFolder, 'vllm/general.sh'), 'utf8');
const servers = deployments.flatMap((deployment) => vllmServers(servicesOf(deployment)));

test('the compose files use known flags, each with its value in the same argument', () => {
  expect(servers.length).toBeGreaterThan(10);
  for (const { service, flags } of servers) {
    const unknown = [...flags.keys()].filter((flag) => !KNOWN_FLAGS.includes(flag));
    expect(unknown, service).toEqual([]);
    const bare = [...flags].filter(([flag, value]) => value === '' && !flag.startsWith('--enable-'));
    expect(bare, service).toEqual([]);
  }
});

test('the script uses known flags', () => {
  const [, command = ''] = script.split('exec vllm serve');
  const used = [...command.matchAll(/--[a-z-]+/g)].map(([flag]) => flag);
  expect(used.length).toBeGreaterThan(3);
  expect(used.filter((flag) => ![...KNOWN_FLAGS, ...LISTEN_FLAGS].includes(flag))).toEqual([]);
});

test('no known flag is unused', () => {
  const used = new Set(servers.flatMap(({ flags }) => [...flags.keys()]));
  expect(KNOWN_FLAGS.filter((flag) => !used.has(flag))).toEqual([]);
});

test('flags that take JSON hold JSON', () => {
  const json = servers.flatMap(({ flags }) => [...flags].filter(([, value]) => value.startsWith('{')));
  expect(json.map(([flag]) => flag)).toContain('--hf-overrides');
  for (const [flag, value] of json) expect(() => JSON.parse(value), flag).not.toThrow();
});

describe.skipIf(factsSheet === null)('the facts sheet', () => {
  test.each(KNOWN_FLAGS)('knows %s and does not call it removed', (flag) => {
    const mentions = factsSheet?.match(new RegExp(`${flag}(?![a-z-]).{0,15}`, 'g')) ?? [];
    expect(mentions.length).toBeGreaterThan(0);
    expect(mentions.filter((mention) => /removed/.test(mention))).toEqual([]);
  });

  test('has the YaRN override word for word', () => {
    const overrides = servers
      .map(({ flags }) => flags.get('--hf-overrides'))
      .filter((value) => value !== undefined);
    expect(overrides.length).toBeGreaterThan(0);
    for (const value of overrides) expect(factsSheet).toContain(`--hf-overrides '${value}'`);
  });
});
