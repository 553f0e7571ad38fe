import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { isObject, type Json } from '../json.ts';

export interface Upload {
  /** `0` of `files[0]`: by it `attachments` names it. */
  readonly key: string;
  readonly name: string;
  readonly contentType: string;
  readonly content: Buffer;
}

/** One call of the REST API, its body parsed. */
export interface Call {
  readonly method: string;
  /** As the OpenAPI document writes it: `/channels/{channel_id}/messages`. */
  readonly template: string;
  /** Without `/api/v10`. */
  readonly path: string;
  readonly params: Json;
  readonly query: URLSearchParams;
  /** Null: there was none. */
  readonly body: unknown;
  readonly files: readonly Upload[];
  readonly authorization: string | null;
  /** When it had come in, in milliseconds of the double's clock. */
  readonly at: number;
}

/** The body of a request, whether it is JSON or a form with files. */
export async function readBody(request: IncomingMessage): Promise<Pick<Call, 'body' | 'files'>> {
  const bytes = await buffer(request);
  const type = request.headers['content-type'] ?? '';
  if (bytes.length === 0) return { body: null, files: [] };
  if (!type.startsWith('multipart/form-data')) return { body: JSON.parse(bytes.toString('utf8')), files: [] };
  const form = await new Response(bytes, { headers: { 'content-type': type } }).formData();
  const files: Upload[] = [];
  for (const [field, value] of form) {
    const key = /^files\[(\d+)\]$/.exec(field)?.[1];
    if (key === undefined || typeof value === 'string') continue;
    const content = Buffer.from(await value.arrayBuffer());
    files.push({ key, name: value.name, contentType: value.type, content });
  }
  const json = form.get('payload_json');
  return { body: typeof json === 'string' ? JSON.parse(json) : {}, files };
}

export const param = ({ params }: Pick<Call, 'params'>, name: string): string => String(params[name]);

/** The body, where it has to be an object. */
export const bodyOf = ({ body }: Pick<Call, 'body'>): Json => (isObject(body) ? body : {});
