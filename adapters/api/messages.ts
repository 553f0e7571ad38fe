import { cleanText } from '../../src/conversation/clean.ts';
import type { HistoryMessage } from '../../src/conversation/completion.ts';
import type { SwitchboardError } from '../../src/errors.ts';
import { badField } from '../../src/gateway/body-check.ts';
import { LIMITS } from './limits.ts';

/** One entry of `messages`, before it is checked. */
export type RawMessage = unknown;

const ROLES: Readonly<Record<string, HistoryMessage['role']>> = {
  system: 'system',
  developer: 'system',
  user: 'user',
  assistant: 'assistant',
};
const IMAGE_DATA_URI = /^data:image\/[\w.+-]+;base64,[A-Za-z0-9+/]+={0,2}$/;

/**
 * The history of a stateless request; its last message is the question.
 *
 * @throws SwitchboardError `bad_request` on the first mistake, `param` being its place
 */
export function parseMessages(raw: readonly RawMessage[]): HistoryMessage[] {
  if (raw.length > LIMITS.messages) throw badField('messages', `must be at most ${LIMITS.messages}.`);
  const messages = raw.map((entry, index) => parseMessage(entry, `messages[${index}]`));
  const last = messages.at(-1);
  const place = `messages[${messages.length - 1}]`;
  if (last?.role !== 'user')
    throw badField(`${place}.role`, 'must be "user": the last message is the question.');
  if (last.text.trim() === '' && last.images.length === 0) {
    throw badField(`${place}.content`, 'is empty; write a question.');
  }
  return messages;
}

function parseMessage(raw: RawMessage, place: string): HistoryMessage {
  if (!isRecord(raw)) throw badField(place, 'must be an object with "role" and "content".');
  const role = typeof raw.role === 'string' && Object.hasOwn(ROLES, raw.role) ? ROLES[raw.role] : undefined;
  if (role === undefined) throw badRole(raw.role, place);
  if (Array.isArray(raw.tool_calls) && raw.tool_calls.length > 0) {
    throw badField(`${place}.tool_calls`, 'is not supported: no tools are called here.');
  }
  const { content } = raw;
  if (typeof content === 'string') return { role, text: cleanText(content), images: [] };
  // OpenAI's clients send null for an answer that held nothing.
  if (role === 'assistant' && (content ?? null) === null) return { role, text: '', images: [] };
  if (!Array.isArray(content)) throw badField(`${place}.content`, 'must be a string or a list of parts.');
  const texts: string[] = [];
  const images: string[] = [];
  for (const [index, part] of content.entries()) {
    const read = parsePart(part, role, `${place}.content[${index}]`);
    if ('text' in read) texts.push(read.text);
    else images.push(read.image);
  }
  return { role, text: cleanText(texts.join('\n')), images };
}

function parsePart(
  part: unknown,
  role: HistoryMessage['role'],
  place: string,
): { readonly text: string } | { readonly image: string } {
  if (isRecord(part) && part.type === 'text' && typeof part.text === 'string') return { text: part.text };
  if (isRecord(part) && part.type === 'image_url' && role === 'user') {
    const url = isRecord(part.image_url) ? part.image_url.url : undefined;
    if (typeof url === 'string' && IMAGE_DATA_URI.test(url)) return { image: url };
    throw badField(
      `${place}.image_url.url`,
      'must be a data: URI of an image; nothing is fetched from here.',
    );
  }
  throw badField(place, 'must be {"type":"text"} or, from the user, {"type":"image_url"}.');
}

function badRole(role: unknown, place: string): SwitchboardError {
  if (role === 'tool' || role === 'function') {
    return badField(`${place}.role`, 'is a tool’s answer; tools are not supported here.');
  }
  return badField(`${place}.role`, 'must be system, developer, user or assistant.');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
