import { join, resolve } from 'node:path';

/**
 * The database file that a `sqlite:` URL names: `sqlite:` is `fileName` in the data folder, `sqlite:/path/file.db`
 * that file, `sqlite::memory:` none at all. Throws, without quoting the URL (it may hold a password), for any
 * other kind of URL.
 */
export function sqlitePath(
  variable: 'STORE_URL' | 'INBOX_URL',
  url: string,
  dataDir: string,
  fileName: string,
): string {
  const rest = /^sqlite:(?:\/\/(?=\/))?(.*)$/s.exec(url)?.[1];
  if (rest === undefined) {
    const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(url)?.[0] ?? 'this value';
    throw new Error(
      `${variable}: ${scheme} is not available, this version keeps its data in SQLite only. ` +
        `Set ${variable}=sqlite: (a file in DATA_DIR) or ${variable}=sqlite:/path/to/file.db.`,
    );
  }
  if (rest === ':memory:') return rest;
  return resolve(rest === '' ? join(dataDir, fileName) : rest);
}
