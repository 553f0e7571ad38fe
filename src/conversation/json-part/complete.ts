import { verifyJsonInThread } from '../../checks/json/json-thread.ts';
import { PROBLEMS } from '../../checks/json/problems.ts';
import type { JsonResult } from '../../checks/json/verify.ts';
import type { Experts } from '../../experts/experts.ts';
import type { Prepare } from '../../experts/pool.ts';
import { writeAnswer } from '../answer.ts';
import { inner, JSON_CHECK } from '../json-answer.ts';
import { jsonDetail } from '../json-wording.ts';
import { createDraft, type Draft, roundOf } from '../receipt.ts';
import type { AnswerEvent, Check } from '../types.ts';
import { errorFor, type Language } from '../wording.ts';
import { requestJsonPart } from './ask.ts';
import { findJsonBlocks, type JsonBlock, withBlock } from './blocks.ts';
import * as words from './words.ts';

/** A person waits for it below the prose, in ms; the embedded model on a slow machine needs most of it. */
const PART_MS = 60_000;
/** Three events and their effects are 300; a model that goes round in circles ends here. */
const PART_MAX_TOKENS = 1_024;
/** The embedded model is slow and soon goes round in circles: a flat object, and not a long one. */
const SMALL_MAX_TOKENS = 320;
const SMALL_FORM = {
  type: 'object',
  additionalProperties: {
    anyOf: [{ type: 'string' }, { type: 'number' }, { type: 'array', items: { type: 'string' } }],
  },
};

const ANY_DATA = { type: ['object', 'array'] };
const NO_DATA: JsonResult = {
  status: 'failed',
  value: null,
  problem: 'unreadable',
  detail: PROBLEMS.unreadable,
};

export interface JsonPartParts {
  readonly experts: Experts;
  /** The words of the message. */
  readonly text: string;
  readonly language: Language;
  /** What was written was sent, and cannot be taken back: only more can be put to it. Absent = it can. */
  readonly shown?: boolean;
  /** The caller limits the length: where the text came to that limit, nothing is put to it. Absent = nobody does. */
  readonly capped?: boolean;
  /** The turn's request with these words in place of its own, held to a JSON object in a fence. */
  readonly prepare: (text: string, own: Draft) => Prepare;
}

/**
 * Holds a finished answer to its one JSON part: a block that parses stays to the letter, one that a rule can mend is
 * mended in its place, and one that is missing or beyond that is written once by the general model, held to JSON. The
 * prose is never touched. What cannot be had, the check says. Throws only the signal's reason.
 */
export async function* completeJsonPart(
  draft: Draft,
  parts: JsonPartParts,
  signal: AbortSignal,
): AsyncGenerator<AnswerEvent> {
  const { capped = false, language, shown = false } = parts;
  if (draft.finish === 'stopped') return;
  const note = (status: Check['status'], detail: string) =>
    draft.checks.push({ name: JSON_CHECK, status, detail });
  const blocks = await findJsonBlocks(draft.text);
  if (blocks.length > 1) {
    const all = await Promise.all(blocks.map((block) => settled(block.text, draft.finish, signal)));
    if (!shown) yield* replaced(draft, withBlocks(draft.text, blocks, all));
    note(
      'failed',
      words.several(blocks.length, all.filter(({ status }) => status === 'failed').length, language),
    );
    return;
  }
  const [block] = blocks;
  if (block !== undefined) {
    const result = await settled(block.text, draft.finish, signal);
    if (shown && (result.status !== 'passed' || !block.fenced)) return note('failed', words.SENT[language]);
    if (result.status !== 'failed') {
      yield* replaced(draft, withBlocks(draft.text, blocks, [result]));
      if (result.status === 'repaired')
        note('repaired', words.mended(jsonDetail(result, false, language) ?? '', language));
      else if (!block.fenced) note('repaired', words.FENCED[language]);
      else note('passed', (isAlone(block, draft) ? words.NO_PROSE : words.PARSES)[language]);
      return;
    }
  } else if (draft.finish === 'length' && (capped || endsInCode(draft.text))) {
    // Its end is still to come, if the person wants it.
    note('failed', words.CUT[language]);
    return;
  }
  yield* written(draft, block ?? null, parts, signal);
}

/** Words alone could be made into a list, and a list of nothing parses: neither is what anybody asked for. */
async function settled(text: string, finish: Draft['finish'], signal: AbortSignal): Promise<JsonResult> {
  if (!/[{[]/.test(text)) return NO_DATA;
  const result = await verifyJsonInThread(text, ANY_DATA, finish === 'length', signal);
  signal.throwIfAborted();
  if (result === null) return NO_DATA;
  const isEmpty = result.status !== 'failed' && Object.keys(Object(result.value)).length === 0;
  return isEmpty ? NO_DATA : result;
}

/** From the end, so that the places of those before stay right. */
function withBlocks(text: string, blocks: readonly JsonBlock[], results: readonly JsonResult[]): string {
  return blocks.reduceRight((all, block, index) => {
    const result = results[index];
    if (result === undefined || result.status === 'failed') return all;
    return result.status === 'passed' && block.fenced ? all : withBlock(all, block, result.value);
  }, text);
}

function* replaced(draft: Draft, text: string): Generator<AnswerEvent> {
  if (text === draft.text) return;
  draft.text = text;
  yield { event: 'replace', data: { text } };
}

function* appended(draft: Draft, whole: string): Generator<AnswerEvent> {
  const delta = whole.slice(draft.text.length);
  draft.text = whole;
  yield { event: 'text', data: { delta } };
}

function endsInCode(text: string): boolean {
  return (text.match(/^ {0,3}(?:`{3}|~{3})/gm) ?? []).length % 2 === 1;
}

function isAlone({ end, start }: JsonBlock, { text }: Draft): boolean {
  return text.slice(0, start).trim() === '' && text.slice(end).trim() === '';
}

/**
 * The JSON in a second writing: below the prose as it comes, or in the place of the block that is beyond mending. The
 * embedded model, too, is asked: it writes a short part, and without it the answer lacks what was asked for.
 */
async function* written(
  draft: Draft,
  broken: JsonBlock | null,
  { experts, language, prepare, shown = false, text }: JsonPartParts,
  signal: AbortSignal,
): AsyncGenerator<AnswerEvent> {
  const { finish, text: prose } = draft;
  const own = createDraft({ ...draft.route, expert: 'general' }, performance.now());
  const bounded: Prepare = async (seat, limited) => {
    const request = await prepare(requestJsonPart(text, prose), own)(seat, limited);
    return seat.engine.embedded
      ? { ...request, json: SMALL_FORM, maxTokens: Math.min(request.maxTokens, SMALL_MAX_TOKENS) }
      : { ...request, maxTokens: Math.min(request.maxTokens, PART_MAX_TOKENS) };
  };
  const inTime = AbortSignal.timeout(PART_MS);
  const limited = AbortSignal.any([signal, inTime]);
  const gap = prose.trim() === '' ? '' : '\n\n';
  let why: string = words.NO_JSON[language];
  try {
    draft.finish = 'stopped';
    for await (const event of writeAnswer(own, experts, bounded, { eyes: false }, limited)) {
      if (event.event !== 'text') yield event;
      else if (broken === null && !shown) {
        const delta = draft.text === prose ? gap + event.data.delta : event.data.delta;
        draft.text += delta;
        draft.closing = own.closing;
        yield { event: 'text', data: { delta } };
      }
    }
    const result = await settled(inner(own.text), own.finish, signal);
    if (result.status !== 'failed') {
      keepTokens(draft, own);
      draft.finish = finish;
      // Of what was streamed and parses, not a byte changes.
      const isStanding = draft.text !== prose && result.status === 'passed';
      const place = broken ?? behind(`${prose}${gap}`);
      const whole = isStanding
        ? draft.text
        : withBlock(`${prose}${broken === null ? gap : ''}`, place, result.value);
      yield* shown ? appended(draft, whole) : replaced(draft, whole);
      const how = broken === null ? words.WRITTEN : words.WRITTEN_ANEW;
      draft.checks.push({ name: JSON_CHECK, status: 'repaired', detail: how[language] });
      return;
    }
  } catch (error) {
    // What somebody stops stays as far as it was read.
    signal.throwIfAborted();
    why = inTime.aborted ? words.NO_TIME[language] : errorFor(error, language).message;
  }
  const { step, usage } = roundOf(own);
  draft.rounds.push({ step: step && { ...step, failed: why }, usage });
  draft.finish = finish;
  draft.closing = '';
  yield* replaced(draft, prose);
  draft.checks.push({
    name: JSON_CHECK,
    status: 'failed',
    detail: words.notHad(broken !== null, why, language),
  });
}

/** The conversation holds the tokens of both. */
function keepTokens(draft: Draft, own: Draft): void {
  const { step, usage } = roundOf(own);
  const { completion_tokens } = usage;
  draft.usage = { ...draft.usage, completion_tokens: draft.usage.completion_tokens + completion_tokens };
  draft.rounds.push({ step, usage: { ...usage, completion_tokens: 0 } });
}

/** A place behind a text. */
function behind(text: string): JsonBlock {
  return { start: text.length, end: text.length, text: '', margin: '', fenced: true };
}
