import { SwitchboardError } from '../errors.ts';

const LOOPBACK_HOST = /^(?:(?:[a-z0-9-]+\.)*localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;
const LOOPBACK_PEER = /^(?:(?:::ffff:)?127\.|::1$)/i;

export interface Incoming {
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** The address at the other end of the socket. */
  readonly peer: string | undefined;
}

/**
 * Without keys only this machine is served. The peer's address keeps other machines out, `Host` keeps out
 * names that were made to point here (DNS rebinding) and proxies, `Origin` keeps out web pages from elsewhere.
 *
 * @throws SwitchboardError `forbidden` with what to do
 */
export function requireLoopback(incoming: Incoming, corsOrigins: readonly string[]): void {
  if (!isLoopbackHost(incoming.host) || !LOOPBACK_PEER.test(incoming.peer ?? '')) {
    throw new SwitchboardError(
      'forbidden',
      'Without a key only this machine is served. Set API_KEYS (or JWT_SECRET) and send the key, or open http://localhost.',
    );
  }
  const { origin } = incoming;
  if (origin !== undefined && !isLoopbackOrigin(origin) && !corsOrigins.includes(origin)) {
    throw new SwitchboardError('forbidden', 'This web page may not call here; CORS_ORIGINS lists who may.');
  }
}

function isLoopbackHost(host: string | undefined): boolean {
  return LOOPBACK_HOST.test(host ?? '');
}

function isLoopbackOrigin(origin: string): boolean {
  return /^https?:\/\//i.test(origin) && isLoopbackHost(origin.replace(/^https?:\/\//i, ''));
}
