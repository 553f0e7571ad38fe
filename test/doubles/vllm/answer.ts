import { createHash } from 'node:crypto';
import type { Behaviour, RequestBody, ScriptedAnswer } from './behaviour.ts';
import type { GenerationRequest } from './request.ts';
import { type Constraint, instanceOf } from './structured.ts';
import { END_OF_TURN, textOf, tokenize } from './tokenizer.ts';

export interface TokenLogprob {
  readonly token: string;
  readonly logprob: number;
}

/** One generated token. The last one of an answer that ended of itself is the end of turn, which has no text. */
export interface Piece {
  readonly channel: 'reasoning' | 'content';
  readonly id: number;
  readonly text: string;
  /** The likeliest tokens at this place, best first; null where nothing constrained it. */
  readonly ranked: readonly TokenLogprob[] | null;
}

export interface Answer {
  readonly pieces: readonly Piece[];
  readonly finish: 'stop' | 'length';
  /** The stop string that ended it. */
  readonly stopReason: string | null;
}

/** What vLLM sends for a token of probability zero. */
const IMPOSSIBLE = -9999;
/** How sure the double pretends to be where nothing constrains it. */
const SURE = 0.9;
const FILLERS = [
  '!',
  '"',
  '#',
  '$',
  '%',
  '&',
  "'",
  '(',
  ')',
  '*',
  '+',
  ',',
  '-',
  '.',
  '/',
  ':',
  ';',
  '<',
  '=',
  '>',
];

/** The whole answer to a request, decided before the first token goes out: same request, same answer. */
export function answerOf(
  request: GenerationRequest,
  prompt: { readonly text: string; readonly tokens: readonly number[] },
  maxTokens: number,
  behaviour: Behaviour,
  specialTokens: readonly string[] = [],
): Answer {
  const scripted = behaviour.script?.(request.body);
  const script: ScriptedAnswer | undefined = typeof scripted === 'string' ? { text: scripted } : scripted;
  const { constraint } = request;
  if (constraint?.kind === 'choice') return chosen(constraint.choices, request, script, maxTokens, behaviour);

  const written = script?.text ?? ownText(constraint, prompt);
  const skipped = request.body.skip_special_tokens === false ? [] : specialTokens;
  const text = skipped.reduce((rest, token) => rest.replaceAll(token, ''), written);
  const stop = firstStop(text, request.stop);
  const end = stop === null ? text.length : stop.at + (request.includeStop ? stop.text.length : 0);
  const tokens = [
    ...tokenize(script?.reasoning ?? '').map((id) => freePiece(id, 'reasoning')),
    ...tokenize(text.slice(0, end)).map((id) => freePiece(id, 'content')),
  ];
  return finished(tokens, maxTokens, stop?.text ?? null, script?.finish);
}

function finished(
  pieces: Piece[],
  maxTokens: number,
  stopReason: string | null,
  finish?: 'stop' | 'length',
): Answer {
  // The end of turn is a token, too: a text of exactly the cap ends by length, as at the real server.
  if (pieces.length >= maxTokens)
    return { pieces: pieces.slice(0, maxTokens), finish: 'length', stopReason: null };
  if (finish === 'length') return { pieces, finish, stopReason: null };
  return {
    pieces: [...pieces, { ...freePiece(END_OF_TURN, 'content'), text: '' }],
    finish: 'stop',
    stopReason,
  };
}

function ownText(
  constraint: Constraint | null,
  prompt: { readonly text: string; readonly tokens: readonly number[] },
): string {
  const asked = lastUserText(prompt.text);
  if (constraint?.kind === 'json') {
    return JSON.stringify(constraint.schema === true ? { answer: asked } : instanceOf(constraint.schema));
  }
  if (constraint?.kind === 'regex') {
    const whole = new RegExp(`^(?:${constraint.pattern})$`);
    return (
      ['0', '1', '42', 'a', 'A', 'yes', 'no', '2026-01-01', '1.0'].find((text) => whole.test(text)) ?? ''
    );
  }
  return `The double has read ${prompt.tokens.length} tokens. You wrote: ${asked}`;
}

function lastUserText(prompt: string): string {
  const user = prompt.split('<|im_start|>user\n').at(-1) ?? prompt;
  return (user.split('<|im_end|>')[0] ?? '').replaceAll('<|image_pad|>', '').slice(0, 80);
}

function firstStop(text: string, stops: readonly string[]): { at: number; text: string } | null {
  const hits = stops.map((stop) => ({ at: text.indexOf(stop), text: stop })).filter(({ at }) => at >= 0);
  return hits.sort((a, b) => a.at - b.at)[0] ?? null;
}

function freePiece(id: number, channel: Piece['channel']): Piece {
  return { channel, id, text: textOf(id), ranked: null };
}

/** Token, log-probability and the `top` likeliest alternatives of one generated token. */
export function logprobsOf(piece: Piece, top: number): TokenLogprob & { top: TokenLogprob[] } {
  const token = textOf(piece.id);
  const ranked = piece.ranked ?? [
    { token, logprob: Math.log(SURE) },
    // The rest of the mass, halved from one alternative to the next.
    ...FILLERS.filter((filler) => filler !== token).map((filler, i) => ({
      token: filler,
      logprob: Math.log((1 - SURE) / 2 ** (i + 1)),
    })),
  ];
  const logprob = ranked.find((other) => other.token === token)?.logprob ?? IMPOSSIBLE;
  return { token, logprob, top: ranked.slice(0, top) };
}

/**
 * A constrained label, token by token: the mask leaves the tokens that begin a label, and the logprobs are
 * renormalised over them. The likeliest token wins, whatever the temperature. A script that names a label decides.
 */
function chosen(
  choices: readonly string[],
  request: GenerationRequest,
  script: ScriptedAnswer | undefined,
  maxTokens: number,
  behaviour: Behaviour,
): Answer {
  const weights = weightsOf(choices, request.body, behaviour);
  let legal = choices.map((choice) => ({ choice, tokens: tokenize(choice), weight: weights(choice) }));
  const scripted = legal.find(({ choice }) => choice === script?.text);
  const pieces: Piece[] = [];
  for (;;) {
    const place = pieces.length;
    const mass = new Map<number, number>();
    for (const { tokens, weight } of legal) {
      const next = tokens[place] ?? END_OF_TURN;
      mass.set(next, (mass.get(next) ?? 0) + weight);
    }
    const total = [...mass.values()].reduce((sum, weight) => sum + weight, 0);
    const ranked = [...mass].sort((a, b) => b[1] - a[1]);
    const pick = scripted === undefined ? ranked[0]?.[0] : (scripted.tokens[place] ?? END_OF_TURN);
    if (pick === undefined || pick === END_OF_TURN) break;
    const masked = FILLERS.map((token) => ({ token, logprob: IMPOSSIBLE }));
    const allowed = ranked.map(([id, weight]) => ({ token: textOf(id), logprob: Math.log(weight / total) }));
    pieces.push({ channel: 'content', id: pick, text: textOf(pick), ranked: [...allowed, ...masked] });
    legal = legal.filter(({ tokens }) => tokens[place] === pick);
  }
  return finished(pieces, maxTokens, null, script?.finish);
}

function weightsOf(choices: readonly string[], body: RequestBody, behaviour: Behaviour) {
  const given = behaviour.choiceProbabilities;
  const table = typeof given === 'function' ? given(body, choices) : given;
  return (choice: string): number => {
    if (table !== null) return Math.max(table[choice] ?? 0, 1e-6);
    const digest = createHash('sha256')
      .update(JSON.stringify([body.messages ?? body.prompt, choice]))
      .digest();
    return 1 + digest.readUInt16BE(0);
  };
}
