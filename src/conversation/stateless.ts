import type { Needs } from '../experts/experts.ts';
import type { Prepare } from '../experts/pool.ts';
import { writeAnswer } from './answer.ts';
import { bare, checkJson, type JsonForm } from './json-answer.ts';
import { completeJsonPart, type JsonPartParts } from './json-part/complete.ts';
import { createDraft, type Draft, toReceipt } from './receipt.ts';
import { noteFailure, noteTurn } from './record.ts';
import type { TurnParts } from './turn.ts';
import type { AnswerEvent, Route } from './types.ts';
import { type Asked, type VerifyParts, verifyAnswer } from './verify.ts';
import { errorFor, type Language } from './wording.ts';

export type StatelessParts = Omit<
  TurnParts,
  'asks' | 'contexts' | 'detectSeveral' | 'logText' | 'settingsStore'
>;

export interface Stateless {
  /** Stands as conversation in the receipt. */
  readonly id: string;
  /** What the answer has to be; null or absent: as the expert likes. */
  readonly json?: JsonForm | null;
  /** Of the errors. */
  readonly language: Language;
  /** Decides who answers and with what prompt; may throw SwitchboardError. */
  begin(signal: AbortSignal): Promise<Begun>;
}

export interface Begun {
  readonly route: Route;
  readonly prepare: Prepare;
  readonly needs: Needs;
  /** Prose with one part as JSON is asked for; absent = it is not. */
  readonly jsonPart?: Omit<JsonPartParts, 'experts'>;
  /** What the answer is checked against, and how far to go; absent = it is not checked. */
  readonly verify?: Pick<VerifyParts, 'effort' | 'prepare' | 'whole'> & { readonly asked: Asked };
}

/** One answer without context or lock: nothing is loaded or stored. Never throws; ends with `done` or `error`. */
export async function* runStateless(
  { begin, id, json = null, language }: Stateless,
  { experts, log, metrics }: StatelessParts,
  signal: AbortSignal,
): AsyncGenerator<AnswerEvent> {
  const startedMs = performance.now();
  let draft: Draft | null = null;
  try {
    const { jsonPart, needs, prepare, route, verify } = await begin(signal);
    draft = createDraft(route, startedMs);
    yield { event: 'route', data: route };
    yield* writeAnswer(draft, experts, prepare, needs, signal);
    if (jsonPart !== undefined) yield* completeJsonPart(draft, { ...jsonPart, experts }, signal);
    // What is said of it goes into error messages for programs.
    if (json !== null) yield* checkJson(draft, json, experts, bare, 'en', signal);
    else if (verify !== undefined) {
      yield* verifyAnswer(draft, verify.asked, { ...verify, experts, needs, log }, signal);
    }
    noteTurn(metrics, 'api', draft, 'answered');
    yield { event: 'done', data: toReceipt(draft, id) };
  } catch (thrown) {
    if (signal.aborted && draft !== null) {
      noteTurn(metrics, 'api', draft, 'stopped');
      yield { event: 'done', data: toReceipt(draft, id) };
      return;
    }
    const error = errorFor(thrown, language, false);
    noteFailure(log, metrics, 'api', id, draft, error);
    yield { event: 'error', data: error.toBody() };
  }
}
