import { type ChatStyle, chatLayout } from './chat-layout.ts';
import type { Profile } from './profile.ts';

/** Line ends and markers; generously. */
const AROUND_IMAGE_TOKENS = 16;

const QWEN_VL_STYLE: ChatStyle = {
  system: 'You are a helpful assistant that looks at pictures. Answer in the language of the question.',
  guide: (_, text) => text,
};

export const qwenVl: Profile = {
  id: 'qwen2.5-vl',
  models: /qwen-?2(\.5)?-vl|qwen-vl/i,
  outputMax: 4096,
  imagesMax: 2,
  sampling: () => ({ temperature: 0.1 }),
  layout: (parts) => chatLayout(parts, QWEN_VL_STYLE),
};

/** LLaVA-1.5: `USER: <image>\n… ASSISTANT:` by the server's template, one picture, no system text. */
export const llava: Profile = {
  id: 'llava-1.5',
  models: /llava/i,
  // Trained on English instructions over Vicuna or Mistral.
  writesOnly: 'eng_Latn',
  outputMax: 1024,
  imagesMax: 1,
  imageTokens: 576 + AROUND_IMAGE_TOKENS,
  sampling: () => ({ temperature: 0.2 }),
  layout: (parts) => chatLayout(parts, { system: null, guide: (_, text) => text }),
};

/**
 * LLaVA-1.6 (NeXT): as LLaVA-1.5, but a picture is seen whole and in up to four tiles of 576 tokens, with a token for
 * each row's end: 2,928 at most.
 */
export const llavaNext: Profile = {
  ...llava,
  id: 'llava-next',
  models: /llava.*(?:1\.6|next)/i,
  // In Vicuna's window of 4,096 little more is left beside a picture.
  outputMax: 768,
  imageTokens: 2928 + AROUND_IMAGE_TOKENS,
};
