import type { Schema } from '../stores/migrate.ts';

/**
 * `seq` is the order of acceptance. A row stays after its turn has ended, without the message, so that its id is
 * known when the platform sends it again; only a `dead` one keeps its message, for whoever looks into it.
 * `attempts`: runs begun; `failures`: those whose handler threw; `crashes`: those that the process did not
 * survive. `ended_at`: milliseconds since the epoch, NULL while the turn has not ended. `claimant`: a row for each
 * process that had the inbox and did not close it: this one and those that died.
 */
export const INBOX_SCHEMA: Schema = {
  applicationId: 0x53_57_42_49, // "SWBI"
  steps: [
    `
    CREATE TABLE inbox (
      seq INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      conversation TEXT NOT NULL,
      message TEXT,
      state TEXT NOT NULL DEFAULT 'waiting'
        CHECK (state IN ('waiting', 'running', 'done', 'cancelled', 'dead')),
      attempts INTEGER NOT NULL DEFAULT 0,
      failures INTEGER NOT NULL DEFAULT 0,
      crashes INTEGER NOT NULL DEFAULT 0,
      ended_at INTEGER
    );
    CREATE INDEX inbox_open ON inbox (conversation, seq) WHERE ended_at IS NULL;
    CREATE INDEX inbox_ended ON inbox (ended_at) WHERE ended_at IS NOT NULL;
    `,
    'CREATE TABLE claimant (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);',
  ],
};
