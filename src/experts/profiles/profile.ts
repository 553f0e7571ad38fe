import type { ExpertName } from '../../conversation/types.ts';
import type { LanguageCode } from '../../translation/languages.ts';
import type { ChatMessage, Sampling } from '../engine.ts';

/** One earlier turn; `text` begins with the speaker's name where several people write. */
export interface Spoken {
  readonly text: string;
  /** Without the speaker's name. */
  readonly bare: string;
  readonly expert: ExpertName;
  readonly answer: string;
  /** It did not end of itself: cut by length, or stopped by somebody. */
  readonly unfinished: boolean;
  /** As in the question that it was. */
  readonly answerIn?: LanguageCode | null;
}

/** What a prompt is made of, before it is known for which model. */
export interface PromptParts {
  readonly shared: boolean;
  /** The answer is constrained to JSON: no fence around it, and nothing asked that JSON cannot say. */
  readonly json?: boolean;
  /** Who the model is to be in this conversation. */
  readonly persona?: string | null;
  /** Of what was said before the turns. */
  readonly summary: string | null;
  /** Oldest first. */
  readonly turns: readonly Spoken[];
  readonly question: {
    readonly text: string;
    /** Without the speaker's name, for models that would take it for part of the text. */
    readonly bare: string;
    readonly expert: ExpertName;
    /** The language that is set for the answer; absent or null = that of the question. */
    readonly answerIn?: LanguageCode | null;
    /** Data URIs. */
    readonly images: readonly string[];
  };
}

/** A prompt in the model's own form. */
export interface Layout {
  /** For the chat endpoint, where the server knows the template; empty when `raw` is set. */
  readonly messages: readonly ChatMessage[];
  /** For the completions endpoint, byte for byte. */
  readonly raw?: string;
  /** At most four: vLLM takes no more. */
  readonly stop?: readonly string[];
  /** Shown before and after what the model writes: a fence around bare code. */
  readonly before?: string;
  readonly after?: string;
  /** Shown when the model writes nothing between them. */
  readonly empty?: string;
  /** The space that the model writes first is not shown: it belongs behind the prompt. */
  readonly dropSpace?: true;
  /**
   * False where a stop is one of the model's special tokens. vLLM drops those from the text before it looks for
   * stops (vllm#2123), so that such a stop would never be found. What stops is not shown (`include_stop_str_in_output`
   * is off), nor is the end token (vllm#14624).
   */
  readonly skipSpecialTokens?: false;
  /** The last message is the beginning of the answer, and is to be written on. */
  readonly prefill?: true;
}

/** How one model family is addressed: the way it was trained. */
export interface Profile {
  readonly id: string;
  /** Recognises the family in `root`, else in the served name. */
  readonly models: RegExp;
  /** The highest temperature at which it still makes sense; absent = any that is allowed. */
  readonly temperatureMax?: number;
  /** The longest answer it writes, in tokens; null = what the window leaves. */
  readonly outputMax: number | null;
  /** Earlier turns that a prompt can hold: 0 for models of single questions; absent = as many as fit. */
  readonly turnsMax?: number;
  /** Its template refuses two messages of one role in a row, and an answer before the first question. */
  readonly alternates?: true;
  /** Pictures that one prompt may hold. */
  readonly imagesMax: number;
  /** The most that a picture takes, in tokens, the marks around it among them; absent = IMAGE_TOKENS. */
  readonly imageTokens?: number;
  /** The one language that it writes, whatever it is asked in; absent = that of the question. */
  readonly writesOnly?: LanguageCode;
  /** Asked with the question where the caller's own system text stands in place of ours. */
  readonly insists?: string;
  sampling(expert: ExpertName): Sampling;
  layout(parts: PromptParts): Layout;
  /** The final answer that such a model marks in its text; null when it did not. */
  finalAnswer?(text: string): string | null;
  /** A prompt that fills the gap between `prefix` and `suffix`, for models that were trained to. */
  infill?(prefix: string, suffix: string): Pick<Layout, 'raw' | 'stop' | 'skipSpecialTokens'>;
}
