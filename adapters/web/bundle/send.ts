import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Asset, Encoding } from './asset.ts';

/** A year: the name changes with the content. */
const IMMUTABLE = 'public, max-age=31536000, immutable';
/** Asked for again each time, so that an update never meets the files of an older page. */
const REVALIDATED = 'no-cache';

/** Sends an asset in the smallest form that the browser takes, or 304 when it has it. */
export function sendAsset(
  request: FastifyRequest,
  reply: FastifyReply,
  asset: Asset,
  caching: 'immutable' | 'revalidated',
): FastifyReply {
  const encoding = chooseEncoding(request.headers['accept-encoding'], asset.packed);
  const tag = `"${asset.hash}${encoding === null ? '' : `-${encoding}`}"`;
  reply.headers({
    'content-type': asset.type,
    'cache-control': caching === 'immutable' ? IMMUTABLE : REVALIDATED,
    etag: tag,
    vary: 'accept-encoding',
  });
  if (matches(request.headers['if-none-match'], tag)) return reply.code(304).send();
  const packed = encoding === null ? undefined : asset.packed.get(encoding);
  if (packed === undefined || encoding === null) return reply.send(asset.content);
  return reply.header('content-encoding', encoding).send(packed);
}

/** Brotli before gzip, of those that exist and are accepted. */
export function chooseEncoding(
  accepted: string | undefined,
  packed: ReadonlyMap<Encoding, unknown>,
): Encoding | null {
  const names = (accepted ?? '')
    .split(',')
    .map((part) =>
      part
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/),
    )
    .filter(([, quality]) => quality === undefined || !/^q=0(\.0*)?$/.test(quality))
    .map(([name]) => name);
  const order: readonly Encoding[] = ['br', 'gzip'];
  return order.find((encoding) => names.includes(encoding) && packed.has(encoding)) ?? null;
}

function matches(header: string | undefined, tag: string): boolean {
  const tags = (header ?? '').split(',').map((entry) => entry.trim().replace(/^W\//, ''));
  return tags.includes(tag) || tags.includes('*');
}
