import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ChatHistoryItem, ChatWrapper, LlamaModel, LlamaText, Token } from 'node-llama-cpp';
import type { ChatMessage } from '../engine.ts';
import { ExpertError } from '../errors.ts';
import type { LlamaLibrary } from './llama-binding.ts';

/** The tokenizer runs on the event loop at about 1 µs a character: longer texts are counted in slices first. */
const SLICE_CHARS = 8_192;
/** A cut makes a few tokens more than the whole text has. */
const CUT_TOKENS_MAX = 8;

export interface Prompt {
  /** Exact, except that a prompt which cannot fit may be counted a few tokens off. */
  readonly length: number;
  /** Null when the prompt does not fit the window. */
  readonly tokens: Token[] | null;
  /** With these the model ends its answer, besides those that the vocabulary marks itself. */
  readonly stopTokens: ReadonlySet<Token>;
  readonly stopTexts: readonly string[];
}

/**
 * The chat template that is in the model file. A Jinja template is taken as it is, since the library's search for
 * an equivalent of its own takes half a second and gives ChatML a second start token.
 */
export function templateOf(library: LlamaLibrary, model: LlamaModel): ChatWrapper {
  const template = model.fileInfo.metadata.tokenizer?.chat_template;
  if (typeof template === 'string' && template.trim() !== '') {
    try {
      return new library.JinjaTemplateChatWrapper({
        template,
        tokenizer: model.tokenizer,
        reasoning: false,
        functionCallMessageTemplate: 'noJinja',
      });
    } catch {
      // A template in a dialect that is not understood: the library guesses from names.
    }
  }
  return library.resolveChatWrapper(model, { warningLogs: false, noJinja: true });
}

/** Renders the messages with the template, the beginning of the answer included, and makes tokens of it. */
export async function buildPrompt(
  template: ChatWrapper,
  model: LlamaModel,
  messages: readonly ChatMessage[],
  window: number,
  signal: AbortSignal,
): Promise<Prompt> {
  const chatHistory: ChatHistoryItem[] = [...messages.map(toHistory), { type: 'model', response: [] }];
  const { contextText, stopGenerationTriggers } = template.generateContextState({ chatHistory });
  const stops = stopsOf(stopGenerationTriggers, model);
  const atLeast = await countLong(contextText, model, window, signal);
  if (atLeast !== null) return { length: atLeast, tokens: null, ...stops };
  const tokens = contextText.tokenize(model.tokenizer);
  const { bos, shouldPrependBosToken } = model.tokens;
  if (bos !== null && shouldPrependBosToken && tokens[0] !== bos) tokens.unshift(bos);
  return { length: tokens.length, tokens: tokens.length <= window ? tokens : null, ...stops };
}

/** The tokens of a text that is so long that it surely does not fit the window; null when it may fit. */
async function countLong(
  text: LlamaText,
  model: LlamaModel,
  window: number,
  signal: AbortSignal,
): Promise<number | null> {
  const texts = text.values.filter((value) => typeof value === 'string');
  if (texts.reduce((sum, value) => sum + value.length, 0) <= 2 * SLICE_CHARS) return null;
  let tokens = 0;
  let cuts = 0;
  for (const value of texts) {
    for (let start = 0; start < value.length; start += SLICE_CHARS) {
      tokens += model.tokenize(value.slice(start, start + SLICE_CHARS)).length;
      cuts++;
      await nextTurn(undefined, { signal });
    }
  }
  return tokens - cuts * CUT_TOKENS_MAX > window ? tokens : null;
}

function stopsOf(triggers: readonly LlamaText[], model: LlamaModel) {
  const stopTokens = new Set<Token>();
  const stopTexts: string[] = [];
  for (const trigger of triggers) {
    if (trigger.values.every((value) => typeof value === 'string')) {
      stopTexts.push(trigger.values.join(''));
      continue;
    }
    const [first] = trigger.tokenize(model.tokenizer);
    if (first !== undefined && model.isSpecialToken(first)) stopTokens.add(first);
  }
  return { stopTokens, stopTexts };
}

function toHistory({ role, content }: ChatMessage): ChatHistoryItem {
  const text = textOf(content);
  if (role === 'system') return { type: 'system', text };
  return role === 'user' ? { type: 'user', text } : { type: 'model', response: [text] };
}

function textOf(content: ChatMessage['content']): string {
  if (typeof content === 'string') return content;
  return content
    .map((part) => {
      if (part.type === 'text') return part.text;
      throw new ExpertError('refused', 'embedded', 'the embedded model cannot see images');
    })
    .join('\n');
}
