import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { migrate } from '../../src/stores/migrate.ts';

const FIRST = 'CREATE TABLE note (text TEXT)';
const SECOND = "ALTER TABLE note ADD COLUMN lang TEXT NOT NULL DEFAULT 'en'";
const version = (database: DatabaseSync) => database.prepare('PRAGMA user_version').get()?.user_version;

test('an older file takes only the steps that it lacks, and keeps its rows', () => {
  const database = new DatabaseSync(':memory:');
  migrate(database, { applicationId: 7, steps: [FIRST] });
  database.exec("INSERT INTO note VALUES ('kept')");
  migrate(database, { applicationId: 7, steps: [FIRST, SECOND] });
  migrate(database, { applicationId: 7, steps: [FIRST, SECOND] });
  expect({ ...database.prepare('SELECT * FROM note').get() }).toEqual({ text: 'kept', lang: 'en' });
  expect(version(database)).toBe(2);
});

test('a step that fails leaves the file as it was', () => {
  const database = new DatabaseSync(':memory:');
  migrate(database, { applicationId: 7, steps: [FIRST] });
  expect(() => migrate(database, { applicationId: 7, steps: [FIRST, SECOND, 'no SQL'] })).toThrow(/syntax/);
  expect(version(database)).toBe(1);
  expect(database.prepare('SELECT * FROM note').columns()).toHaveLength(1);
});

test('a file of another part of the program is not touched', () => {
  const database = new DatabaseSync(':memory:');
  migrate(database, { applicationId: 7, steps: [FIRST] });
  expect(() => migrate(database, { applicationId: 8, steps: [FIRST] })).toThrow(/belongs to another/);
});
