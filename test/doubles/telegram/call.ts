import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';

export type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One file of a multipart call. */
export interface Upload {
  readonly name: string;
  readonly mime: string;
  readonly content: Buffer;
}

/** One call of a method. */
export interface Call {
  readonly method: string;
  readonly args: Json;
  /** Files by their field. */
  readonly uploads: ReadonlyMap<string, Upload>;
  /** True when the arguments came as strings, as in a form or a query. */
  readonly stringly: boolean;
  /** When it had come in, in milliseconds of `performance.now()`. */
  readonly at: number;
}

/** Reads a call from its request, whether it is JSON, a form, multipart or a query. */
export async function readCall(
  method: string,
  request: IncomingMessage,
  query: URLSearchParams,
): Promise<Call> {
  const type = request.headers['content-type'] ?? '';
  const body = await buffer(request);
  const at = performance.now();
  const base = { method, uploads: new Map<string, Upload>(), at };
  if (type.startsWith('application/json'))
    return {
      ...base,
      args: body.length === 0 ? {} : (JSON.parse(body.toString('utf8')) as Json),
      stringly: false,
    };
  if (type.startsWith('multipart/form-data')) return { ...base, ...(await multipart(type, body)) };
  const form = new URLSearchParams(body.toString('utf8'));
  return { ...base, args: Object.fromEntries([...query, ...form]), stringly: true };
}

async function multipart(type: string, body: Buffer) {
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  const args: Record<string, unknown> = {};
  const uploads = new Map<string, Upload>();
  for (const [name, value] of form) {
    // telegraf repeats the method's name among the fields.
    if (name === 'method') continue;
    if (typeof value === 'string') args[name] = value;
    else {
      const content = Buffer.from(await value.arrayBuffer());
      uploads.set(name, { name: value.name, mime: value.type, content });
      args[name] = `attach://${name}`;
    }
  }
  return { args, uploads, stringly: true };
}
