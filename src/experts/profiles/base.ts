import type { Profile } from './profile.ts';

/**
 * A Qwen2.5 base model. It has the chat template, but ends texts, not turns: its end token is `<|endoftext|>` alone,
 * and it would write both sides of the conversation on.
 */
export function asBase(instruct: Profile, id: string, models: RegExp): Profile {
  return {
    ...instruct,
    id,
    models,
    layout: (parts) => ({
      ...instruct.layout(parts),
      stop: ['<|im_end|>', '<|im_start|>'],
      skipSpecialTokens: false,
    }),
  };
}
