import type { Schema } from './migrate.ts';

/**
 * `expires`: milliseconds since the epoch, NULL = never. Tables with a rowid: values of 1 to 20 KB are written
 * 1.4 times faster than WITHOUT ROWID, where they would share pages with the keys.
 */
export const STORE_SCHEMA: Schema = {
  applicationId: 0x53_57_42_53, // "SWBS"
  steps: [
    `
    CREATE TABLE cache (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL, expires INTEGER);
    CREATE INDEX cache_expires ON cache (expires) WHERE expires IS NOT NULL;
    CREATE TABLE ledger (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL, expires INTEGER);
    CREATE INDEX ledger_expires ON ledger (expires) WHERE expires IS NOT NULL;
    `,
  ],
};
