import { openai } from './profiles/general.ts';
import type { Profile } from './profiles/profile.ts';

/** Whether a model is known to see pictures. Of one that no profile knows it is not known, whatever it would take. */
export function hasEyes({ id, imagesMax }: Profile): boolean {
  return imagesMax > 0 && id !== openai.id;
}
