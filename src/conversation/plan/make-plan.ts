import type { Logger } from 'pino';
import type { Experts } from '../../experts/experts.ts';
import type { Prepare } from '../../experts/pool.ts';
import { EXACT } from '../../experts/profiles/general.ts';
import type { PromptParts } from '../../experts/profiles/profile.ts';
import type { ExpertName, Usage } from '../types.ts';
import { PLAN_SCHEMA, type Plan, readPlan } from './plan.ts';

/** Nothing is seen until there is a plan; without one the turn goes on with a single expert. In ms. */
const PLAN_MS = 12_000;
/** Four steps with a text to translate. */
const PLAN_MAX_TOKENS = 700;
/** What is asked for stands at the ends of a message; what is pasted between them the planner need not read whole. */
const READ_CHARACTERS = 4_000;

export interface PlanRequest {
  readonly text: string;
  readonly pictures: number;
  /** Who it looks as if it were for. */
  readonly likely: readonly ExpertName[];
}

export interface Planned {
  /** Null where the model sees one task only, or says nothing that could be followed. */
  readonly plan: Plan | null;
  readonly usage: Usage;
}

/** Thrown before anything is generated. */
class NotHere extends Error {}

/**
 * Has the general model divide a message among experts. Null when it cannot be asked: there is none but the embedded
 * one, or it fails, or takes too long. Throws only the signal's reason.
 */
export async function makePlan(
  request: PlanRequest,
  experts: Pick<Experts, 'stream'>,
  log: Logger,
  signal: AbortSignal,
): Promise<Planned | null> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(PLAN_MS)]);
  let json = '';
  let usage: Usage = { prompt_tokens: 0, completion_tokens: 0, cached_tokens: 0 };
  try {
    for await (const event of experts.stream('general', preparePlan(request), limited, ALONE)) {
      if (event.type === 'text') json += event.delta;
      if (event.type === 'end') usage = event.usage;
    }
    return { plan: readPlan(parsed(json), request.pictures > 0), usage };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof NotHere)) log.info({ err: error }, 'no plan could be made');
    return null;
  }
}

/** Null for what is no JSON. The parser's own error would put words of the answer into the log. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

const ALONE = { eyes: false, standIn: false };

function preparePlan(request: PlanRequest): Prepare {
  const text = planPrompt(request);
  const parts: PromptParts = {
    shared: false,
    json: true,
    summary: null,
    turns: [],
    question: { text, bare: text, expert: 'general', images: [] },
  };
  return async ({ engine, profile }) => {
    // It has one slot, and plans badly.
    if (engine.embedded) throw new NotHere();
    const { messages, raw, stop } = profile.layout(parts);
    return {
      messages,
      ...(raw !== undefined && { raw }),
      maxTokens: PLAN_MAX_TOKENS,
      sampling: { ...EXACT, ...(stop && { stop }) },
      json: PLAN_SCHEMA,
    };
  };
}

/** What stays the same comes first, so that it is read once for all plans. */
export function planPrompt({ likely, pictures, text }: PlanRequest): string {
  const seen =
    pictures === 0 ? '' : `\nWith the message come ${pictures} picture(s), which only vision sees.`;
  return `${INSTRUCTIONS}\n\nIt may need: ${likely.join(', ')}.${seen}\nThe message:\n<<<\n${shortened(text)}\n>>>`;
}

const INSTRUCTIONS = `Divide a message to a chat bot into steps for experts. Reply with JSON only: {"steps":[{"expert":…,"task":…,"needs":[…]}]}.
Experts: general (knowledge, writing, summaries), code (writing, mending, explaining programs), math (calculating, proving), translate (into another language), structured (JSON, tables, CSV, XML), vision (looking at pictures).
- As few steps as possible, at most 4. One step when one expert can do all of it.
- "task": what this expert has to do, in one sentence that stands for itself, in the language of the message.
- "needs": the numbers of earlier steps (1, 2, …) whose results it works on; [] when it needs the message alone.
- For translate: "to" is the language, in English; "text" is the text to be translated, copied word for word (of a long text only its first and its last words, with … between them), unless it is the result of an earlier step.
Examples:
"Translate this error into English and fix the code: Fehler: Liste leer …" → {"steps":[{"expert":"translate","task":"Translate the error message into English.","needs":[],"to":"English","text":"Fehler: Liste leer"},{"expert":"code","task":"Fix the code so that the error no longer occurs.","needs":[]}]}
"解方程 x^2=9，并把结果用 JSON 给出" → {"steps":[{"expert":"math","task":"解方程 x^2=9。","needs":[]},{"expert":"structured","task":"把方程的解写成 JSON。","needs":[1]}]}
"Write a function that translates numbers into French words" → {"steps":[{"expert":"code","task":"Write a function that translates numbers into French words.","needs":[]}]}`;

function shortened(text: string): string {
  if (text.length <= READ_CHARACTERS) return text;
  const half = READ_CHARACTERS / 2;
  // Half of a character beyond the first 65,536 is no valid text to a server.
  return `${text.slice(0, half)}\n[…]\n${text.slice(-half)}`.toWellFormed();
}
