/** What a check says of an answer. The same words as the receipt's `checks[].status`. */
export interface Verdict<Wrong = unknown> {
  status: 'passed' | 'failed' | 'skipped';
  /** One plain sentence for the receipt and for whoever looks up why. Short; holds at most excerpts of the answer. */
  detail: string;
  /** What was found wrong, first found first, only where `status` is `failed`; good enough to tell a model. */
  wrong?: readonly Wrong[];
}
