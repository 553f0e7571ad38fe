import { createLedgerOutbox } from '../../src/delivery/ledger-outbox.ts';
import type { Outbox } from '../../src/delivery/outbox.ts';
import { createSqliteLedger } from '../../src/stores/ledger.ts';
import { openDatabase } from '../../src/stores/open-database.ts';
import { STORE_SCHEMA } from '../../src/stores/store-schema.ts';
import type { Ledger } from '../../src/stores/types.ts';
import type { FakeProcess } from './fake-platform.ts';

/** Storage that outlives its processes, and is closed by `close`. */
export function openStorage(now: () => number) {
  const database = openDatabase({
    variable: 'STORE_URL',
    path: ':memory:',
    schema: STORE_SCHEMA,
    exclusive: false,
  });
  const ledger = createSqliteLedger(database, now);
  return {
    outbox: createLedgerOutbox(ledger),
    /** The outbox as a process has it: a kill can come before and after each access. */
    outboxFor: (process: FakeProcess): Outbox => createLedgerOutbox(killable(ledger, process)),
    close: () => database.close(),
  };
}

function killable(ledger: Ledger, process: FakeProcess): Ledger {
  const guard = async <T>(access: () => Promise<T>): Promise<T> => {
    await process.step();
    const result = await access();
    await process.step();
    return result;
  };
  return {
    putIfAbsent: (...args) => guard(() => ledger.putIfAbsent(...args)),
    get: (...args) => guard(() => ledger.get(...args)),
    put: (...args) => guard(() => ledger.put(...args)),
    delete: (...args) => guard(() => ledger.delete(...args)),
    increment: (...args) => guard(() => ledger.increment(...args)),
    lease: (...args) => guard(() => ledger.lease(...args)),
    release: (...args) => guard(() => ledger.release(...args)),
  };
}
