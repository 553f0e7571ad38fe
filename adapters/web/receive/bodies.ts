import { cleanText } from '../../../src/conversation/clean.ts';
import { EXPERTS } from '../../../src/conversation/types.ts';
import type { AttachmentInput } from '../../../src/gateway/ask-body.ts';
import { badField, bodyCheck } from '../../../src/gateway/body-check.ts';
import { RENAMED_MAX_CHARACTERS } from '../conversations/title.ts';
import type {
  Again,
  Continue,
  Judgement,
  Question,
  SettingsPatch,
  SignIn,
  TitleChange,
} from '../protocol.ts';
import { TEXT_MAX_CHARACTERS } from './limits.ts';

const ID_FORM = /^[\w-]{1,64}$/;
const KEY = { type: 'string', pattern: '^[\\w-]{8,64}$' };
const EXPERT = { enum: [...EXPERTS, null] };
const KEY_MAX_CHARACTERS = 8_192;
const PERSONA_MAX_BODY_CHARACTERS = 20_000;

interface QuestionBody extends Omit<Question, 'attachments'> {
  readonly attachments?: readonly AttachmentInput[] | null;
}

/** How many there may be, and how large, is told in the person's language: see uploads.ts. */
export const checkQuestion = bodyCheck<QuestionBody>({
  type: 'object',
  required: ['text', 'key'],
  properties: {
    text: { type: 'string', maxLength: TEXT_MAX_CHARACTERS },
    key: KEY,
    expert: EXPERT,
    replaces: { type: ['string', 'null'], maxLength: 200 },
    attachments: {
      type: ['array', 'null'],
      items: {
        type: 'object',
        required: ['data'],
        properties: {
          data: { type: 'string' },
          mime: { type: ['string', 'null'], maxLength: 200 },
          name: { type: ['string', 'null'], maxLength: 255 },
        },
      },
    },
  },
});

export const checkAgain = bodyCheck<Again>({
  type: 'object',
  required: ['key'],
  properties: { key: KEY, expert: EXPERT },
});

export const checkContinue = bodyCheck<Continue>({
  type: 'object',
  required: ['key'],
  properties: { key: KEY },
});

export const checkJudgement = bodyCheck<Judgement>({
  type: 'object',
  required: ['kind'],
  properties: { kind: { enum: ['good', 'bad'] } },
});

export const checkTitle = bodyCheck<TitleChange>({
  type: 'object',
  required: ['title'],
  properties: { title: { type: 'string', maxLength: RENAMED_MAX_CHARACTERS } },
});

export const checkSignIn = bodyCheck<SignIn>({
  type: 'object',
  required: ['key'],
  properties: { key: { type: 'string', minLength: 1, maxLength: KEY_MAX_CHARACTERS } },
});

/** Whether a value makes sense is told in the person's language: see change-settings.ts. */
export const checkSettings = bodyCheck<SettingsPatch>({
  type: 'object',
  properties: {
    persona: { type: ['string', 'null'], maxLength: PERSONA_MAX_BODY_CHARACTERS },
    language: { type: ['string', 'null'], maxLength: 100 },
    temperature: { type: ['number', 'null'] },
    context_tokens: { type: ['number', 'null'] },
    expert: EXPERT,
  },
});

/** An id as the page makes them. @throws SwitchboardError `bad_request` */
export function checkId(id: string): string {
  if (ID_FORM.test(id)) return id;
  throw badField('conversation', 'must have 1 to 64 of the characters A-Z, a-z, 0-9, "_" and "-".');
}

/** What was written, made safe to store. */
export function textOf({ text }: Pick<QuestionBody, 'text'>): string {
  return cleanText(text).trim();
}
