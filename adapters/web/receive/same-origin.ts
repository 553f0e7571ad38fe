import type { FastifyRequest } from 'fastify';
import { SwitchboardError } from '../../../src/errors.ts';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses what another web page wants changed here: browsers say where a call comes from. A program says nothing, and
 * carries no cookie that it was not given.
 *
 * @param publicUrl where the page is reached, when a proxy gives requests another `Host`
 * @throws SwitchboardError `forbidden`
 */
export function requireSameOrigin({ headers, method }: FastifyRequest, publicUrl: string | null): void {
  const { host, origin } = headers;
  const site = headers['sec-fetch-site'];
  if (READING.has(method) || site === 'same-origin' || (origin === undefined && site === undefined)) return;
  const from = URL.parse(origin ?? '');
  const isOwn = from !== null && (from.host === host || from.origin === URL.parse(publicUrl ?? '')?.origin);
  if (!isOwn) throw new SwitchboardError('forbidden', 'Only the chat page of this server may call here.');
}
