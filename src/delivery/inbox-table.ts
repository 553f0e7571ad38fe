import { randomUUID } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Claimant } from '../conversation/lease.ts';
import type { ConversationKey, Message } from '../conversation/types.ts';
import { openDatabase } from '../stores/open-database.ts';
import { INBOX_SCHEMA } from './inbox-schema.ts';

/** Platforms repeat what was not acknowledged for hours, not for days. */
const DEDUPE_WINDOW_MS = 7 * 24 * 60 * 60 * 1000;
const SWEEP_EVERY_ACCEPTED = 256;
/** More than are accepted between two sweeps, so that old ids never pile up. */
const SWEEP_ROWS = 1024;

/** A message that was just marked as running. */
export interface Taken {
  readonly seq: number;
  readonly id: string;
  /** The Message as JSON. */
  readonly message: string;
  /** Runs begun, this one included. */
  readonly attempts: number;
  readonly failures: number;
}

export interface OpenConversation {
  readonly conversation: ConversationKey;
  /** Its oldest message, and in how many crashes that ran. */
  readonly seq: number;
  readonly crashes: number;
}

/** The inbox's rows. Each method is one statement and throws when SQLite does; none waits. */
export type InboxTable = ReturnType<typeof openInboxTable>;

/**
 * Opens the table, for this process alone, and counts a crash for all that was running when an earlier process
 * died.
 *
 * An accepted message survives a power cut. The other marks survive the death of the process; a power cut may take
 * the last ones back, and those messages are run again. Only accepting waits for the disk (1 to 10 ms, and it
 * stops the event loop).
 *
 * @param now milliseconds since the epoch
 */
export function openInboxTable(path: string, now: () => number) {
  const database = openDatabase({ variable: 'INBOX_URL', path, schema: INBOX_SCHEMA, exclusive: true });
  // What was removed is overwritten: message text must not stay in the file.
  database.exec('PRAGMA secure_delete = ON');
  const sql = prepare(database);
  sql.recover.run();
  const claimant = claim(database);
  let acceptedSinceSweep = SWEEP_EVERY_ACCEPTED;

  return {
    claimant,
    /** False: the id is known. */
    insert(message: Message): boolean {
      if (++acceptedSinceSweep > SWEEP_EVERY_ACCEPTED) {
        acceptedSinceSweep = 0;
        sql.sweep.run(now() - DEDUPE_WINDOW_MS);
      }
      database.exec('PRAGMA synchronous = FULL');
      try {
        return sql.insert.run(message.id, message.conversation, JSON.stringify(message)).changes > 0;
      } finally {
        database.exec('PRAGMA synchronous = NORMAL');
      }
    },
    /** Marks the oldest open message of the conversation as running. */
    take: (conversation: ConversationKey) => sql.take.get(conversation) as Taken | undefined,
    done: (seq: number) => void sql.end.run('done', now(), seq),
    /** Back to waiting, as after a stop; nothing happens to a message that has ended. */
    putBack: (seq: number) => void sql.putBack.run(0, seq),
    failed: (seq: number) => void sql.putBack.run(1, seq),
    /** Sets it aside for good. */
    bury: (seq: number) => void sql.bury.run(now(), seq),
    /** Sets aside what ran in too many crashes. */
    buryCrashed: (crashes: number) =>
      sql.buryCrashed.all(now(), crashes) as { id: string; conversation: string }[],
    /** Ends a message that waits or runs; undefined when there is none. */
    cancel: (id: string) =>
      sql.cancel.get(now(), id) as { seq: number; conversation: ConversationKey } | undefined,
    /** The conversations that have open messages, the one that has waited longest first. */
    conversations: () => sql.conversations.all() as unknown as OpenConversation[],
    depth: () => Number(sql.depth.get()?.depth),
    close() {
      database.prepare('DELETE FROM claimant WHERE id = ?').run(claimant.id);
      database.close();
    },
  };
}

/** Claims last for seconds: more processes do not die in that time. */
const DEAD_KEPT = 8;

/** Notes this process. Since one alone has the file open, all others that are noted have died. */
function claim(database: DatabaseSync): Claimant {
  const id = randomUUID();
  database.prepare('DELETE FROM claimant WHERE seq <= (SELECT max(seq) FROM claimant) - ?').run(DEAD_KEPT);
  const dead = database
    .prepare('SELECT id FROM claimant')
    .all()
    .map((row) => String(row.id));
  database.prepare('INSERT INTO claimant (id) VALUES (?)').run(id);
  return { id, dead };
}

function prepare(database: DatabaseSync) {
  return {
    recover: database.prepare(
      `UPDATE inbox SET state = 'waiting', crashes = crashes + 1
       WHERE ended_at IS NULL AND state = 'running'`,
    ),
    insert: database.prepare(
      'INSERT INTO inbox (id, conversation, message) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING',
    ),
    take: database.prepare(
      `UPDATE inbox SET state = 'running', attempts = attempts + 1
       WHERE seq = (SELECT seq FROM inbox WHERE conversation = ? AND ended_at IS NULL ORDER BY seq LIMIT 1)
       RETURNING seq, id, message, attempts, failures`,
    ),
    end: database.prepare(
      'UPDATE inbox SET state = ?, message = NULL, ended_at = ? WHERE seq = ? AND ended_at IS NULL',
    ),
    putBack: database.prepare(
      "UPDATE inbox SET state = 'waiting', failures = failures + ? WHERE seq = ? AND ended_at IS NULL",
    ),
    bury: database.prepare(
      `UPDATE inbox SET state = 'dead', failures = failures + 1, ended_at = ?
       WHERE seq = ? AND ended_at IS NULL`,
    ),
    buryCrashed: database.prepare(
      `UPDATE inbox SET state = 'dead', ended_at = ? WHERE ended_at IS NULL AND crashes >= ?
       RETURNING id, conversation`,
    ),
    cancel: database.prepare(
      `UPDATE inbox SET state = 'cancelled', message = NULL, ended_at = ? WHERE id = ? AND ended_at IS NULL
       RETURNING seq, conversation`,
    ),
    // With min(), SQLite takes the other columns from the row that holds the minimum.
    conversations: database.prepare(
      `SELECT conversation, min(seq) AS seq, crashes FROM inbox WHERE ended_at IS NULL
       GROUP BY conversation ORDER BY min(seq)`,
    ),
    depth: database.prepare('SELECT count(*) AS depth FROM inbox WHERE ended_at IS NULL'),
    sweep: database.prepare(
      `DELETE FROM inbox WHERE seq IN
         (SELECT seq FROM inbox WHERE ended_at <= ? ORDER BY ended_at LIMIT ${SWEEP_ROWS})`,
    ),
  } satisfies Record<string, StatementSync>;
}
