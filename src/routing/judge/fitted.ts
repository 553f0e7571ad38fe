import type { CalibrationFile } from './calibration.ts';
import { PROMPT_VERSION } from './prompt.ts';

/**
 * The calibrations that come with the program: none yet. A fit needs the model itself on a GPU, which was not to be
 * had here, so every model starts as `UNFITTED`. `npm run judge:fit -- FILE.jsonl` fits the operator's own.
 */
export const FITTED: CalibrationFile = { prompt: PROMPT_VERSION, models: {} };
