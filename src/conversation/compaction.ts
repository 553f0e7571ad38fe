import type { ChatMessage } from '../experts/engine.ts';
import { textTokenBound } from '../experts/token-bound.ts';
import type { StoredTurn } from './context.ts';

/** Compacted when the prompt fills this share of its budget, … */
const HIGH_WATER_SHARE = 0.7;
/** … or this many turns stand in it: a 7B model gains nothing from more, and reading them costs each turn. */
const LIVE_MAX_TURNS = 20;
/** What stays word for word: at most this share of the budget … */
const KEEP_SHARE = 0.3;
/** … and this many turns, so that the next compaction is far away. */
const KEEP_MAX_TURNS = 8;
/** Summaries are kept short: they are paid for in every prompt. */
export const SUMMARY_MAX_TOKENS = 400;
/** Share of the summariser's window that the text to be summarised may take. */
const TRANSCRIPT_SHARE = 0.6;
/** A text is never cut shorter than this in the transcript. */
export const EXCERPT_MIN_CHARACTERS = 100;

/** How much of a conversation stands in its prompts. */
export interface Extent {
  readonly turns: number;
  /** Tokens of the latest prompt with its answer. */
  readonly tokens: number;
}

export interface Room {
  /** For a prompt, in tokens. */
  readonly budget: number;
  /** On one slot a summary throws out the conversation's own cache, so it waits until there is no way around it. */
  readonly embedded: boolean;
}

/** Whether it is time to fold turns. */
export function isFull({ turns, tokens }: Extent, { budget, embedded }: Room): boolean {
  const many = turns >= LIVE_MAX_TURNS && !embedded;
  return turns >= 2 && (tokens > budget * HIGH_WATER_SHARE || many);
}

/**
 * How many of the oldest turns to fold into the summary now: 0 most of the time, then many at once. Sliding one
 * turn at a time would break the prefix cache on every message.
 */
export function turnsToFold(turns: readonly StoredTurn[], tokens: number, room: Room): number {
  if (!isFull({ turns: turns.length, tokens }, room)) return 0;
  const { budget } = room;
  const bounds = turns.map(({ text, receipt }) => textTokenBound(text) + textTokenBound(receipt.response));
  const all = bounds.reduce((sum, bound) => sum + bound, 0);
  const tokensPerBound = Math.min(1, tokens / all);
  let kept = 0;
  let keptTokens = 0;
  for (const bound of bounds.toReversed()) {
    keptTokens += bound * tokensPerBound;
    if (kept === KEEP_MAX_TURNS || (kept > 0 && keptTokens > budget * KEEP_SHARE)) break;
    kept++;
  }
  return turns.length - kept;
}

/**
 * How long each text may be in the transcript, in characters, so that one huge message cannot outgrow the window.
 *
 * @param tokens tokens of the prompt that these turns are part of
 */
export function excerptLimit(turns: readonly StoredTurn[], tokens: number, window: number): number {
  const lengths = turns.flatMap(({ text, receipt }) => [text.length, receipt.response.length]);
  const characters = lengths.reduce((sum, length) => sum + length, 1);
  const room = (window * TRANSCRIPT_SHARE) / Math.max(tokens, 1);
  const limit = Math.min(Math.floor((characters * room) / lengths.length), Math.max(...lengths));
  return Math.max(EXCERPT_MIN_CHARACTERS, limit);
}

/** The prompt that asks for the summary; what was summarised before is part of it. */
export function summaryPrompt(
  summary: string | null,
  turns: readonly StoredTurn[],
  limit: number,
): ChatMessage[] {
  const spoken = turns.map(
    ({ author, text, receipt }) =>
      `${author ?? 'User'}: ${excerpt(text, limit)}\nSwitchboard: ${excerpt(receipt.response, limit)}`,
  );
  const before = summary === null ? [] : [`Summary so far: ${summary}`];
  return [
    {
      role: 'system',
      content:
        'Summarise the conversation below for the assistant that will go on with it. Keep names, numbers, decisions, code identifiers, wishes and open questions. Leave out pleasantries. At most 250 words, in the language of the conversation.',
    },
    { role: 'user', content: [...before, ...spoken].join('\n\n') },
  ];
}

/** Beginning and end of a long text, with a mark where words are missing. */
function excerpt(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const half = Math.floor(limit / 2);
  return `${text.slice(0, half)} […] ${text.slice(-half)}`.toWellFormed();
}
