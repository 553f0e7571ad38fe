import { parseArgs } from 'node:util';
import { benchContext, benchIdleMemory } from './context.ts';
import { benchHttp } from './http.ts';
import { benchPrefix } from './prefix.ts';
import { benchRouting } from './routing.ts';
import { benchStart } from './start.ts';
import type { Row } from './statistics.ts';
import { benchStores } from './stores.ts';

const BENCHES: Readonly<Record<string, () => Promise<readonly Row[]>>> = {
  start: benchStart,
  http: benchHttp,
  context: benchContext,
  memory: benchIdleMemory,
  prefix: benchPrefix,
  routing: benchRouting,
  stores: benchStores,
};

/** `npm run bench [-- NAME …]`: all comparisons, or the named ones, as one table. Exit code 1 when a goal is missed. */
const { positionals } = parseArgs({ allowPositionals: true });
const names = positionals.length > 0 ? positionals : Object.keys(BENCHES);
const rows: Row[] = [];
for (const name of names) {
  const bench = BENCHES[name];
  if (bench === undefined) {
    console.error(`There is no bench “${name}”. Benches: ${Object.keys(BENCHES).join(', ')}.`);
    process.exit(1);
  }
  console.error(`${name} …`);
  rows.push(...(await bench()));
}
for (const { name, value, goal } of rows) {
  const verdict = goal === undefined ? '' : `  ${goal.met ? '✓' : '✗'} goal: ${goal.text}`;
  console.log(`${name}\n    ${value}${verdict}`);
}
process.exit(rows.some(({ goal }) => goal?.met === false) ? 1 : 0);
