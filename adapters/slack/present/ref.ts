/** How the outbox knows a message of ours: `CHANNEL:TS`, an upload `file:ID`. */

export function refOf(channel: string, ts: string): string {
  return `${channel}:${ts}`;
}

export function fileRefOf(id: string): string {
  return `file:${id}`;
}

/** The file's id; null when it is a message. */
export function fileOf(ref: string): string | null {
  return ref.startsWith('file:') ? ref.slice('file:'.length) : null;
}

export function tsOf(ref: string): { readonly channel: string; readonly ts: string } {
  const [channel = '', ts = ''] = ref.split(':');
  return { channel, ts };
}
