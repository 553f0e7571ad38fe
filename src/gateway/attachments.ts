import type { Attachment } from '../conversation/types.ts';
import { SwitchboardError } from '../errors.ts';
import type { AttachmentInput } from './ask-body.ts';
import { badField } from './body-check.ts';
import { pictureType } from './picture-type.ts';

/** For all attachments of one message together. */
const ATTACHMENTS_MAX_BYTES = 20 * 1024 * 1024;
const FETCH_TIMEOUT_MS = 15_000;
/** Base64 that holds the first bytes of a picture's format. */
const HEAD_CHARACTERS = 64;
const ANY_TYPE = 'application/octet-stream';

/**
 * The attachments of a question with their data: decoded, or fetched from a host that the operator listed.
 * Their files are untrusted; nothing here looks inside, but for the first bytes of those without a type.
 *
 * @throws SwitchboardError `bad_request`, `param` naming the attachment
 */
export async function loadAttachments(
  inputs: readonly AttachmentInput[],
  allowedHosts: readonly string[],
  signal: AbortSignal,
): Promise<Attachment[]> {
  const loaded: Attachment[] = [];
  let roomBytes = ATTACHMENTS_MAX_BYTES;
  for (const [index, input] of inputs.entries()) {
    const param = `attachments[${index}]`;
    const mime = essenceOf(input.mime);
    const url = checkSource(input, param, allowedHosts);
    const bytes =
      url === null
        ? decodeBase64(input.data ?? '', `${param}.data`)
        : await download(url, mime, roomBytes, `${param}.url`, signal);
    roomBytes -= bytes.length;
    if (roomBytes < 0) throw tooLarge(param);
    loaded.push({
      name: input.name || 'attachment',
      mime: typeOf(mime, bytes),
      data: bytes.toString('base64'),
    });
  }
  return loaded;
}

/** The same without data, for a decision that only looks at types: nothing is fetched. */
export function describeAttachments(inputs: readonly AttachmentInput[]): Attachment[] {
  return inputs.map(({ name, mime, data }) => {
    const head = Buffer.from((data ?? '').slice(0, HEAD_CHARACTERS), 'base64');
    return { name: name || 'attachment', mime: typeOf(essenceOf(mime), head), data: '' };
  });
}

/** Many clients send every file as `application/octet-stream`: its first bytes tell a picture. */
function typeOf(mime: string, head: Buffer): string {
  return mime === ANY_TYPE ? (pictureType(head) ?? mime) : mime;
}

/** The URL to fetch, or null when the data came along. */
function checkSource(input: AttachmentInput, param: string, allowedHosts: readonly string[]): URL | null {
  const { data, url } = input;
  if ((data ?? null) === null && (url ?? null) === null) throw badField(param, 'needs "data" or "url".');
  if (typeof data === 'string' && typeof url === 'string') {
    throw badField(param, 'has both "data" and "url"; send one.');
  }
  if (typeof url !== 'string') return null;
  const parsed = URL.parse(url);
  if (parsed === null || !['http:', 'https:'].includes(parsed.protocol)) {
    throw badField(`${param}.url`, 'is not an http or https URL.');
  }
  if (parsed.username !== '' || parsed.password !== '') {
    throw badField(`${param}.url`, 'must not carry a user name or password.');
  }
  // A listed host without a port allows all its ports.
  if (!allowedHosts.some((host) => [parsed.host, parsed.hostname].includes(host.toLowerCase()))) {
    throw badField(`${param}.url`, 'names a host that ATTACHMENT_HOSTS does not list; send "data" instead.');
  }
  return parsed;
}

function decodeBase64(data: string, param: string): Buffer {
  if (data.startsWith('data:')) throw badField(param, 'must be bare base64, without a "data:" prefix.');
  const bytes = Buffer.from(data, 'base64');
  // Node skips what is not base64; only what comes back the same was base64.
  if (bytes.length === 0 || bytes.toString('base64') !== data) throw badField(param, 'is not valid base64.');
  return bytes;
}

async function download(
  url: URL,
  mime: string,
  maxBytes: number,
  param: string,
  signal: AbortSignal,
): Promise<Buffer> {
  const timeout = AbortSignal.timeout(FETCH_TIMEOUT_MS);
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.any([signal, timeout]) });
    if (response.status !== 200 || response.body === null) {
      await response.body?.cancel();
      throw badField(param, `was answered with ${response.status}; redirects are not followed.`);
    }
    const type = essenceOf(response.headers.get('content-type') ?? ANY_TYPE);
    if (type !== mime && type !== ANY_TYPE && mime !== ANY_TYPE) {
      await response.body.cancel();
      throw badField(param, `is ${type}, not ${mime}.`);
    }
    return await readCapped(response.body, maxBytes, param);
  } catch (cause) {
    if (cause instanceof SwitchboardError || signal.aborted) throw cause;
    const problem = timeout.aborted ? 'did not come in time.' : 'could not be fetched.';
    throw new SwitchboardError('bad_request', `${param} ${problem}`, { param, cause });
  }
}

async function readCapped(
  body: ReadableStream<Uint8Array>,
  maxBytes: number,
  param: string,
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge(param);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(param: string): SwitchboardError {
  return new SwitchboardError('bad_request', `${param} is over 20 MiB (all attachments together).`, {
    param,
  });
}

/** `image/png` for `Image/PNG; charset=x`; any type for none. */
function essenceOf(mime: string | null | undefined): string {
  return (mime ?? '').split(';', 1)[0]?.trim().toLowerCase() || ANY_TYPE;
}
