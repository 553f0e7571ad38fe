/** What a server was found to take; learned from its refusals, and kept until the process ends. */
export interface Taken {
  /** Rich messages (Bot API 10.1); without them HTML, cut at 4,096 characters. */
  rich: boolean;
  /** Drafts, rich or not. */
  drafts: boolean;
  /** Messages that one person sees (10.2). */
  ephemeral: boolean;
}

export function createTaken(): Taken {
  return { rich: true, drafts: true, ephemeral: true };
}
