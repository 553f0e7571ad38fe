import { parseArgs } from 'node:util';

const USAGE =
  'npm run eval:routing -- FILE.jsonl [--tier classifier|judge|all] [--json] [--threshold 0.7] [--svg FILE] [--dialogues] [--budget MS]';

/** Longer timers than this fire at once. */
const BUDGET_MAX_MS = 2 ** 31 - 1;

const TIERS = ['classifier', 'judge', 'all'] as const;

export interface EvaluateOptions {
  readonly file: string;
  readonly tier: (typeof TIERS)[number];
  /** The confidence, 0..1, from which on a decision counts as sure; null: the default. */
  readonly threshold: number | null;
  /** How long the judge may take for one message; null: the default of the tier. */
  readonly budgetMs: number | null;
  readonly json: boolean;
  /** Where the calibration plot goes; null: nowhere. */
  readonly svg: string | null;
  /** The file holds dialogues, not rows. */
  readonly dialogues: boolean;
}

/** A mistake of the caller; the message says what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** @throws UsageError */
export function readOptions(args: readonly string[]): EvaluateOptions {
  const { positionals, values } = parse(args);
  const [file] = positionals;
  if (file === undefined || positionals.length !== 1) throw new UsageError(`Usage: ${USAGE}`);
  const tier = TIERS.find((known) => known === values.tier);
  if (tier === undefined) {
    throw new UsageError(`--tier must be classifier, judge or all, not "${values.tier}"`);
  }
  const threshold = numberOf(values.threshold);
  if (threshold !== null && !(threshold >= 0 && threshold <= 1)) {
    throw new UsageError('--threshold must be a number from 0 to 1');
  }
  const budgetMs = numberOf(values.budget);
  if (budgetMs !== null && !(Number.isInteger(budgetMs) && budgetMs > 0 && budgetMs <= BUDGET_MAX_MS)) {
    throw new UsageError(`--budget must be a whole number of milliseconds, at most ${BUDGET_MAX_MS}`);
  }
  if (values.dialogues && values.svg !== undefined) {
    throw new UsageError('--svg is for rows, not for --dialogues');
  }
  if (values.svg === '') throw new UsageError('--svg needs the name of a file');
  const { dialogues, json, svg = null } = values;
  return { file, tier, threshold, budgetMs, json, svg, dialogues };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        tier: { type: 'string', default: 'classifier' },
        threshold: { type: 'string' },
        budget: { type: 'string' },
        json: { type: 'boolean', default: false },
        svg: { type: 'string' },
        dialogues: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\nUsage: ${USAGE}`);
  }
}

/** Null when absent; what is no number becomes NaN, which no check lets pass. */
function numberOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  return text.trim() === '' ? Number.NaN : Number(text);
}
