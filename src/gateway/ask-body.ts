import { cleanText } from '../conversation/clean.ts';
import { EXPERTS, type ExpertName } from '../conversation/types.ts';
import { badField, bodyCheck } from './body-check.ts';

const TEXT_MAX_CHARS = 1024 * 1024;
const CONVERSATION_MAX_CHARS = 200;
const ATTACHMENTS_MAX = 10;

export interface AttachmentInput {
  /** Base64; exactly one of `data` and `url` is set. */
  readonly data?: string | null;
  readonly url?: string | null;
  /** Without one the content tells. */
  readonly mime?: string | null;
  readonly name?: string | null;
}

/** What a caller asks over HTTP, checked. */
export interface Ask {
  readonly text: string;
  readonly forced: ExpertName | null;
  /** The caller's own id of the conversation; null begins a new one. */
  readonly conversation: string | null;
  readonly attachments: readonly AttachmentInput[];
  readonly stream: boolean;
}

interface AskBody {
  readonly text: string;
  readonly expert?: ExpertName | 'auto' | null;
  readonly conversation?: string | null;
  readonly attachments?: readonly AttachmentInput[] | null;
  readonly stream?: boolean | null;
}

export const ASK_BODY = {
  type: 'object',
  required: ['text'],
  properties: {
    text: { type: 'string', maxLength: TEXT_MAX_CHARS },
    expert: { enum: ['auto', ...EXPERTS, null] },
    conversation: { type: ['string', 'null'], minLength: 1, maxLength: CONVERSATION_MAX_CHARS },
    attachments: {
      type: ['array', 'null'],
      maxItems: ATTACHMENTS_MAX,
      items: {
        type: 'object',
        properties: {
          data: { type: ['string', 'null'] },
          url: { type: ['string', 'null'] },
          mime: { type: ['string', 'null'], pattern: '^([\\w.+-]+/[\\w.+-]+(;.*)?)?$', maxLength: 200 },
          name: { type: ['string', 'null'], maxLength: 255 },
        },
      },
    },
    stream: { type: ['boolean', 'null'] },
  },
};

const check = bodyCheck<AskBody>(ASK_BODY);

/**
 * The body of `/v1/ask` and `/v1/route`, checked and its text cleaned.
 *
 * @throws SwitchboardError `bad_request` that names every field at fault
 */
export function parseAsk(body: unknown): Ask {
  const { text, expert, conversation, attachments, stream } = check(body);
  const cleaned = cleanText(text);
  if (cleaned.trim() === '' && !attachments?.length) throw badField('text', 'is empty; write a question.');
  return {
    text: cleaned,
    forced: expert === 'auto' ? null : (expert ?? null),
    conversation: conversation ?? null,
    attachments: attachments ?? [],
    stream: stream ?? false,
  };
}

/** Checks an id that came in a path instead of a body. */
export function checkConversationId(id: string): string {
  const { length } = [...id];
  if (length >= 1 && length <= CONVERSATION_MAX_CHARS) return id;
  throw badField('conversation', `must have 1 to ${CONVERSATION_MAX_CHARS} characters.`);
}
