import { chatLayout } from './chat-layout.ts';
import { EXACT } from './general.ts';
import type { Profile } from './profile.ts';

/** TinyLlama-Chat (Zephyr template by the server), which mends JSON. */
export const tinyllama: Profile = {
  id: 'tinyllama',
  models: /tinyllama/i,
  outputMax: 512,
  imagesMax: 0,
  sampling: () => EXACT,
  layout: (parts) =>
    chatLayout(parts, {
      system: 'You repair JSON. Reply with the corrected JSON only.',
      guide: (_, text) => text,
    }),
};
