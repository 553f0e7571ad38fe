/** One formula to typeset. */
export interface TexJob {
  readonly id: number;
  readonly latex: string;
  readonly display: boolean;
}

/** What became of it. `error` is one of MathJax's error names (`UndefinedControlSequence`), never source text. */
export type TexReply =
  | { readonly id: number; readonly svg: string }
  | { readonly id: number; readonly error: string };
