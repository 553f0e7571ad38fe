import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { Refusal } from './errors.ts';

/** One call of a Web API method, its arguments parsed. */
export interface Call {
  readonly method: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly token: string;
  /** When it had come in, in milliseconds of `performance.now()`. */
  readonly at: number;
}

/** The client sends these as JSON inside a form, as all that is no string, number or boolean. */
const STRUCTURED = new Set([
  'blocks',
  'chunks',
  'attachments',
  'metadata',
  'files',
  'view',
  'loading_messages',
]);

/** Reads a call from its request, whether it is a form or JSON. */
export async function readCall(method: string, request: IncomingMessage): Promise<Call> {
  const body = await buffer(request);
  const args = parse(request.headers['content-type'] ?? '', body.toString('utf8'));
  const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? String(args.token ?? '');
  return { method, args, token, at: performance.now() };
}

function parse(type: string, body: string): Record<string, unknown> {
  if (type.startsWith('application/json')) return JSON.parse(body) as Record<string, unknown>;
  const args: Record<string, unknown> = {};
  for (const [name, value] of new URLSearchParams(body)) {
    args[name] = STRUCTURED.has(name) ? JSON.parse(value) : value;
  }
  return args;
}

/** A string argument that has to be there. */
export function required({ args }: Call, name: string): string {
  const value = args[name];
  if (value === undefined || value === null || value === '')
    throw new Refusal('invalid_arguments', [`missing required field: ${name}`]);
  return String(value);
}

export function optional({ args }: Call, name: string): string | null {
  const value = args[name];
  return value === undefined || value === null || value === '' ? null : String(value);
}

export function flag({ args }: Call, name: string): boolean | null {
  const value = args[name];
  return value === undefined ? null : value === true || value === 'true' || value === '1';
}

export type Json = Readonly<Record<string, unknown>>;

/** An array argument of objects; null when it is not given. */
export function list({ args }: Call, name: string): readonly Json[] | null {
  const value = args[name];
  if (value === undefined || value === null) return null;
  if (!Array.isArray(value)) throw new Refusal('invalid_arguments', [`${name} must be an array`]);
  return value as Json[];
}
