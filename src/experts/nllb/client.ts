import { identifyLanguage } from '../../translation/identify.ts';
import { type LanguageCode, namesOf } from '../../translation/languages.ts';
import { splitMarkup } from '../../translation/markup.ts';
import { parseTranslation, type TranslationRequest } from '../../translation/request.ts';
import { readUnclear } from '../../translation/unclear.ts';
import type { ChatMessage, Engine, GenerateEvent, GenerateRequest, ModelInfo } from '../engine.ts';
import { ExpertError } from '../errors.ts';
import { DEFAULT_PATIENCE, type Patience } from '../openai/client.ts';
import { promptTokenBound, textTokenBound } from '../token-bound.ts';
import { createNllbService } from './service.ts';
import { defaultTarget } from './target.ts';
import { type TranslateSentence, translateText } from './translate.ts';
import { unknownLanguage } from './unknown-language.ts';

export interface NllbOptions {
  /** The service's root: the address without `/api`. */
  readonly url: string;
  readonly apiKey: string | null;
  /** What receipts call the model: the server does not tell. */
  readonly model?: string | null;
  /**
   * `firstTokenMs` is given to a message's first request, `stallMs` to each later one. The whole turn is bounded
   * above, by the signal.
   */
  readonly patience?: Partial<Patience>;
}

const DEFAULT_MODEL = 'nllb-200';

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
  // Any message fits, since it is sent in sentences.
  const known: ModelInfo = { model: model ?? DEFAULT_MODEL, root: null, window: Number.POSITIVE_INFINITY };

  /** Its own judgement where that is sure, else the server's, which knows all the languages. */
  async function identify(text: string, signal: AbortSignal): Promise<LanguageCode> {
    const words = splitMarkup(text).filter((piece) => piece.translate);
    const sample = words.map((piece) => piece.text).join(' ');
    const { code, sure } = await identifyLanguage(sample);
    if (sure || sample === '') return code;
    return (await service.identify(sample, signal, patience.metadataMs)) ?? code;
  }

  /** Into one language after another, each under its name where there are several. */
  async function* translateInto(
    targets: readonly (LanguageCode | null)[],
    asked: TranslationRequest,
    signal: AbortSignal,
  ): AsyncGenerator<string> {
    const source = asked.from ?? (await identify(asked.text, signal));
    for (const [index, named] of targets.entries()) {
      const target = named ?? defaultTarget(source);
      // The name goes with the first sentence: before that, another server may still be asked.
      let title =
        targets.length === 1 ? '' : `${index === 0 ? '' : '\n\n'}**${namesOf(target).english}**\n\n`;
      const ask: TranslateSentence = (text, first, either) =>
        service.translate(text, source, target, either, first ? patience.firstTokenMs : patience.stallMs);
      const parts = source === target ? [asked.text] : translateText(asked.text, source, target, signal, ask);
      for await (const part of parts) {
        if (part === '') continue;
        yield title + part;
        title = '';
      }
    }
  }

  async function* generate(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<GenerateEvent> {
    signal.throwIfAborted();
    const message = lastUserText(request.messages);
    const unclear = readUnclear(message);
    const asked =
      unclear?.kind === 'several' ? { from: null, to: null, text: unclear.text } : parseTranslation(message);
    const targets = unclear?.kind === 'several' ? unclear.to : [asked.to];
    if (asked.text === '') throw new ExpertError('refused', name, 'there is no text to translate');
    let begun = false;
    try {
      const parts =
        unclear?.kind === 'unknown'
          ? [unknownLanguage(unclear.name, message)]
          : translateInto(targets, asked, signal);
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

function lastUserText(messages: readonly ChatMessage[]): string {
  const content = messages.findLast((message) => message.role === 'user')?.content ?? '';
  if (typeof content === 'string') return content;
  return content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');
}
