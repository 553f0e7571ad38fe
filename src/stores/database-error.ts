/** Where a database was to be opened, and the variable that says so. */
export interface DatabaseLocation {
  readonly variable: 'STORE_URL' | 'INBOX_URL';
  readonly path: string;
}

/** SQLite's primary result codes, https://www.sqlite.org/rescode.html */
const SQLITE = { busy: 5, readonly: 8, ioerr: 10, corrupt: 11, full: 13, cantopen: 14, notadb: 26 } as const;

const NOT_WRITABLE = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'ENOENT', 'EEXIST']);

/** What an operator reads when a database cannot be opened: what is wrong, with which variable, how to mend it. */
export function databaseError({ variable, path }: DatabaseLocation, cause: unknown): Error {
  return new Error(`${variable} / DATA_DIR: ${explain(variable, path, cause)}`, { cause });
}

function explain(variable: string, path: string, cause: unknown): string {
  const { code, errcode } = cause as { code?: unknown; errcode?: unknown };
  const elsewhere = `point DATA_DIR to another folder, or ${variable} to another file (sqlite:/path/to/file.db)`;
  // The low byte is the primary code; the rest only refines it.
  const primary = typeof errcode === 'number' ? errcode & 0xff : null;
  if (primary === SQLITE.busy) {
    return `another Switchboard process uses ${path}. Stop that one, or ${elsewhere}.`;
  }
  if (primary === SQLITE.notadb || primary === SQLITE.corrupt) {
    return `${path} is damaged or no SQLite database. Move it away (a new one is made), put a backup in its place, or ${elsewhere}.`;
  }
  if (primary === SQLITE.full || code === 'ENOSPC') {
    return `no space is left on the disk of ${path}. Free some, or ${elsewhere}.`;
  }
  if (
    primary === SQLITE.readonly ||
    primary === SQLITE.cantopen ||
    primary === SQLITE.ioerr ||
    NOT_WRITABLE.has(String(code))
  ) {
    return `${path} cannot be written. Make its folder one that this user may write to, or ${elsewhere}.`;
  }
  return `${path} cannot be opened (${cause instanceof Error ? cause.message : String(cause)}).`;
}
