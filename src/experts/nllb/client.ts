import { identifyLanguage } from '../../translation/identify.ts';
import { gapBetween, isNeedless } from '../../translation/join.ts';
import type { LanguageCode } from '../../translation/languages.ts';
import { type Piece, splitMarkup } from '../../translation/markup.ts';
import { parseTranslation } from '../../translation/request.ts';
import { splitForTranslation } from '../../translation/sentences.ts';
import type { ChatMessage, Engine, GenerateEvent, GenerateRequest, ModelInfo } from '../engine.ts';
import { ExpertError } from '../errors.ts';
import { DEFAULT_PATIENCE, type Patience } from '../openai/client.ts';
import { promptTokenBound, textTokenBound } from '../token-bound.ts';
import { runAhead } from './run-ahead.ts';
import { createNllbService } from './service.ts';
import { defaultTarget } from './target.ts';

export interface NllbOptions {
  /** The service's root: the address without `/api`. */
  readonly url: string;
  readonly apiKey: string | null;
  /** What receipts call the model: the server does not tell. */
  readonly model?: string | null;
  /** `firstTokenMs` is given to a message's first sentence, `stallMs` to each later one. */
  readonly patience?: Partial<Patience>;
}

const DEFAULT_MODEL = 'nllb-200';
/** Any message fits, since it is sent in sentences; a number only because the budget needs one. In tokens. */
const WINDOW_TOKENS = 1_000_000;
/** Sentences at work beyond the one that is waited for: enough to hide the way there and back. */
const SENTENCES_AHEAD = 2;

/**
 * NLLB-200 behind `winstxnhdw/nllb-api` v4 (CTranslate2). It translates the last user message and nothing else: it
 * knows no instructions and no history. The target is the language that the message names, else `defaultTarget`.
 * The answer is streamed by the sentence. `usage` is zero: the server counts only when asked once more per sentence.
 */
export function createNllbEngine({ url, apiKey, model, patience: given }: NllbOptions): Engine {
  const patience = { ...DEFAULT_PATIENCE, ...given };
  const base = new URL(url);
  const root = new URL(base.pathname.replace(/\/*$/, '/'), base.origin);
  const name = `${root.origin}${root.pathname === '/' ? '' : root.pathname.slice(0, -1)}`;
  const service = createNllbService(root, name, apiKey);
  const known: ModelInfo = { model: model ?? DEFAULT_MODEL, root: null, window: WINDOW_TOKENS };

  /** Its own judgement where that is sure, else the server's, which knows all the languages. */
  async function identify(text: string, signal: AbortSignal): Promise<LanguageCode> {
    const words = splitMarkup(text).filter((piece) => piece.translate);
    const sample = words.map((piece) => piece.text).join(' ');
    const { code, sure } = await identifyLanguage(sample);
    if (sure || sample === '') return code;
    return (await service.identify(sample, signal, patience.metadataMs)) ?? code;
  }

  async function* translate(
    text: string,
    source: LanguageCode,
    target: LanguageCode,
    signal: AbortSignal,
  ): AsyncGenerator<string> {
    const pieces = splitForTranslation(text, source);
    const sentences = pieces.filter((piece) => piece.translate);
    const results = runAhead(sentences, SENTENCES_AHEAD, signal, (piece, either) => {
      const timeoutMs = piece === sentences[0] ? patience.firstTokenMs : patience.stallMs;
      return service.translate(piece.text, source, target, either, timeoutMs);
    });
    // What needs no translation waits for the next sentence: before the first one another server may still be asked.
    let waiting = '';
    let before = '';
    const append = (part: string) => {
      waiting += gapBetween(before, part, source, target) + part;
      before = part;
    };
    try {
      for (const [index, piece] of pieces.entries()) {
        if (!piece.translate) {
          if (!(isNeedless(piece, target) && isInside(pieces, index))) append(piece.text);
          continue;
        }
        const result = await results.next();
        append(result.done === true ? '' : result.value.trim());
        yield waiting;
        waiting = '';
      }
      if (waiting !== '') yield waiting;
    } finally {
      await results.return(undefined);
    }
  }

  async function* generate(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<GenerateEvent> {
    signal.throwIfAborted();
    const asked = parseTranslation(lastUserText(request.messages));
    if (asked.text === '') throw new ExpertError('refused', name, 'there is no text to translate');
    const source = asked.from ?? (await identify(asked.text, signal));
    const target = asked.to ?? defaultTarget(source);
    let begun = false;
    try {
      const parts = source === target ? [asked.text] : translate(asked.text, source, target, signal);
      for await (const delta of parts) {
        if (delta === '') continue;
        begun = true;
        yield { type: 'text', delta };
      }
    } catch (error) {
      signal.throwIfAborted();
      if (begun && error instanceof ExpertError) {
        throw new ExpertError('broken_stream', name, error.detail, { cause: error });
      }
      throw error;
    }
    yield {
      type: 'end',
      finish: 'stop',
      usage: { prompt_tokens: 0, completion_tokens: 0, cached_tokens: 0 },
    };
  }

  return {
    name,
    embedded: false,
    async info(signal) {
      signal.throwIfAborted();
      return known;
    },
    forget() {},
    async countTokens(prompt, signal) {
      signal.throwIfAborted();
      return typeof prompt === 'string' ? textTokenBound(prompt) : promptTokenBound(prompt);
    },
    generate,
    healthy: (signal) => service.healthy(signal, patience.metadataMs),
    async close() {},
  };
}

/** Between two sentences, not at the text's start or end. */
function isInside(pieces: readonly Piece[], index: number): boolean {
  return pieces[index - 1]?.translate === true && pieces[index + 1]?.translate === true;
}

function lastUserText(messages: readonly ChatMessage[]): string {
  const content = messages.findLast((message) => message.role === 'user')?.content ?? '';
  if (typeof content === 'string') return content;
  return content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');
}
