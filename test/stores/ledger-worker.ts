import { openStores } from '../../src/stores/open.ts';

/** Child process of ledger.test.ts: `DATA_DIR NAME ROUNDS`. Says "ready", waits for input, reports as JSON. */
const [dataDir = '', name = '', rounds = '0'] = process.argv.slice(2);
const stores = await openStores({ storeUrl: 'sqlite:', dataDir });
process.stdout.write('ready\n');
await new Promise((resolve) => process.stdin.once('data', resolve));
process.stdin.destroy();

const won: number[] = [];
const leased: number[] = [];
for (let round = 0; round < Number(rounds); round++) {
  await stores.ledger.increment('count', 1, 1e9);
  if (await stores.ledger.putIfAbsent(`claim ${round}`, name)) won.push(round);
  if (await stores.ledger.lease(`lease ${round}`, name, 1e9)) leased.push(round);
}
await stores.close();
process.stdout.write(`${JSON.stringify({ won, leased })}\n`);
