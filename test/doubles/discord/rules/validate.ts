import { isObject, type Json } from '../json.ts';
import { bodyOf, type Call } from '../rest/call.ts';
import { invalidForm } from '../rest/errors.ts';
import { mentionNotes } from './notes.ts';
import { problemsOfBody, unknownProperties } from './openapi.ts';
import { checkPayload } from './payload.ts';

/** discord.js sends these along where Discord has no use for them: with messages, files that stay, and threads. */
const BAGGAGE = [
  /^(\/data)?\/(tts|nonce|enforce_nonce)$/,
  /^(\/data)?\/attachments\/\d+\/(attachment|name|size|url|proxyURL|height|width|contentType|ephemeral|duration|flags)$/,
];
const THREAD_BAGGAGE = /^\/type$/;
const BEGINS_THREAD = /\/messages\/\{message_id\}\/threads$/;
const WRITES_MESSAGE =
  /^\/channels\/\{channel_id\}\/messages(\/\{message_id\})?$|^\/webhooks\/\{webhook_id\}\/\{webhook_token\}/;
const CALLBACK = /\/callback$/;
/** Callback types that carry a message: a reply, and an update. */
const WITH_MESSAGE = new Set([4, 7]);

/** Holds a call against the OpenAPI document and the rules beyond it. @throws Refusal */
export function validateCall(call: Call, fileBytes: number, note: (problem: string) => void): void {
  if (call.method !== 'POST' && call.method !== 'PATCH' && call.method !== 'PUT') return;
  const { method, template, body, files } = call;
  if (body !== null) {
    const problems = problemsOfBody(method, template, body);
    if (problems.length > 0) throw invalidForm(problems);
    const baggage = BEGINS_THREAD.test(template) ? [...BAGGAGE, THREAD_BAGGAGE] : BAGGAGE;
    for (const path of unknownProperties(method, template, withoutBaggage(body, baggage)))
      note(`${method} ${template}: unknown property ${path}`);
  }
  const payload = payloadOf(call);
  if (payload === null) return;
  checkPayload(payload, files, fileBytes);
  for (const problem of mentionNotes(payload)) note(`${method} ${template}: ${problem}`);
}

/** The message in a call; null when it has none. */
function payloadOf({ template, ...call }: Call): Json | null {
  const body = bodyOf(call);
  if (WRITES_MESSAGE.test(template)) return body;
  if (!CALLBACK.test(template) || !WITH_MESSAGE.has(Number(body.type))) return null;
  return isObject(body.data) ? body.data : {};
}

function withoutBaggage(value: unknown, baggage: readonly RegExp[], at = ''): unknown {
  if (Array.isArray(value))
    return value.map((item, index) => withoutBaggage(item, baggage, `${at}/${index}`));
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([name]) => !baggage.some((one) => one.test(`${at}/${name}`)));
  return Object.fromEntries(
    kept.map(([name, inner]) => [name, withoutBaggage(inner, baggage, `${at}/${name}`)]),
  );
}
