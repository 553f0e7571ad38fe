import type { Choice, Choose } from '../../experts/choose.ts';
import { LABELS, type Label, type LabelScores } from '../labels.ts';
import { createBackOff } from './back-off.ts';
import { type CalibrationFile, calibrate, calibrationOf } from './calibration.ts';
import { type Earlier, judgeRequest } from './prompt.ts';

/** How long a turn waits for the judge: what one token behind a cached prompt costs on a GPU server (issue 4). */
export const JUDGE_BUDGET_MS = 150;

/**
 * How sure a label without log-probabilities counts as. Under the usual threshold by itself: it decides only where
 * the classifier leans the same way.
 */
const LABEL_ONLY_CONFIDENCE = 0.6;

export interface Verdict {
  /** Calibrated, without the classifier's opinion. */
  readonly scores: LabelScores;
  /** For `mix`: what the classifier counts beside this model. */
  readonly classifierWeight: number;
  /** As it is served. */
  readonly model: string;
}

/**
 * The general model's opinion on a message; null when there is none in time. Never throws.
 * @param earlier the turn before, where it is known
 */
export type Judge = (text: string, signal: AbortSignal, earlier?: Earlier | null) => Promise<Verdict | null>;

export interface JudgeParts {
  readonly choose: Choose;
  /** The first that knows the model wins. */
  readonly calibrations: readonly CalibrationFile[];
  /** Milliseconds; after them the request is ended. */
  readonly budgetMs?: number;
  /** Told when it was asked in vain. */
  readonly note?: (outcome: 'timeout' | 'error') => void;
  /** Milliseconds, for the back-off. */
  readonly now?: () => number;
}

export function createJudge(parts: JudgeParts): Judge {
  const { budgetMs = JUDGE_BUDGET_MS, calibrations, choose, note = () => {} } = parts;
  const backOff = createBackOff(parts.now ?? (() => performance.now()));

  return async (text, signal, earlier = null) => {
    if (signal.aborted || !backOff.open || text.trim() === '') return null;
    const budget = AbortSignal.timeout(budgetMs);
    try {
      const choice = await choose(judgeRequest(text, earlier), AbortSignal.any([signal, budget]));
      if (choice === null) return null;
      const verdict = verdictOf(choice, calibrations);
      if (verdict !== null) {
        backOff.succeeded();
        return verdict;
      }
      note('error');
    } catch {
      // Somebody gave the turn up: that says nothing about the server.
      if (signal.aborted) return null;
      note(budget.aborted ? 'timeout' : 'error');
    }
    backOff.failed();
    return null;
  };
}

/** Null when the model chose none of the labels. */
function verdictOf({ model, read }: Choice, calibrations: readonly CalibrationFile[]): Verdict | null {
  const calibration = calibrationOf(model, calibrations);
  const { classifierWeight } = calibration;
  switch (read.kind) {
    case 'probabilities':
      return { scores: calibrate(read.probabilities, calibration), classifierWeight, model: model.model };
    case 'label':
      return { scores: labelOnly(read.index), classifierWeight, model: model.model };
    case 'nothing':
      return null;
    default:
      return read satisfies never;
  }
}

function labelOnly(index: number): LabelScores {
  const rest = (1 - LABEL_ONLY_CONFIDENCE) / (LABELS.length - 1);
  return Object.fromEntries(
    LABELS.map((label, c) => [label, c === index ? LABEL_ONLY_CONFIDENCE : rest]),
  ) as Record<Label, number>;
}
