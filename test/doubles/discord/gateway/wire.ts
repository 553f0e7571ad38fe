import type { WebSocket } from 'ws';

export const OP = {
  heartbeat: 1,
  identify: 2,
  presence: 3,
  resume: 6,
  reconnect: 7,
  members: 8,
  invalidSession: 9,
  hello: 10,
  acknowledged: 11,
} as const;

/** For a client to answer a close; one that was killed never does. */
const FAREWELL_MS = 500;

/** Anything but an event. */
export function say(socket: WebSocket | null, op: number, d: unknown): void {
  socket?.send(JSON.stringify({ op, d, s: null, t: null }));
}

/** Closes politely; resolves when it is closed. */
export async function farewell(socket: WebSocket): Promise<void> {
  const cut = setTimeout(() => socket.terminate(), FAREWELL_MS);
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.close(1_001);
  if (socket.readyState !== socket.CLOSED) await closed;
  clearTimeout(cut);
}
