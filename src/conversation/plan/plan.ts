import { EXPERTS, type ExpertName } from '../types.ts';

/** More would take longer than a person waits for one answer. */
export const STEPS_MAX = 4;
/** In characters: what a step is told to do, and what it is to translate. */
const TASK_MAX = 600;
const TEXT_MAX = 2_000;

/** One part of a message that needs several experts. */
export interface PlanStep {
  readonly expert: ExpertName;
  /** What is to be done, in a sentence of its own. */
  readonly task: string;
  /** Steps, counted from 0, whose results it works on; always earlier ones. */
  readonly needs: readonly number[];
  /** Of a translation: into which language, as the planner names it, and what, word for word from the message. */
  readonly to?: string;
  readonly text?: string;
}

export interface Plan {
  readonly steps: readonly PlanStep[];
}

/** What the planner is held to. Its steps are counted from 1, as people do. */
export const PLAN_SCHEMA = {
  type: 'object',
  properties: {
    steps: {
      type: 'array',
      minItems: 1,
      maxItems: STEPS_MAX,
      items: {
        type: 'object',
        properties: {
          expert: { enum: [...EXPERTS] },
          task: { type: 'string', maxLength: TASK_MAX },
          needs: { type: 'array', maxItems: STEPS_MAX - 1, items: { type: 'integer' } },
          to: { type: 'string', maxLength: 40 },
          text: { type: 'string', maxLength: TEXT_MAX },
        },
        required: ['expert', 'task', 'needs'],
        additionalProperties: false,
      },
    },
  },
  required: ['steps'],
  additionalProperties: false,
} as const;

/**
 * The plan in a planner's JSON; null where it is none, or one that needs no second expert: the message is then answered
 * by the one that was chosen for it.
 *
 * @param hasPictures without any, vision has nothing to look at
 */
export function readPlan(value: unknown, hasPictures: boolean): Plan | null {
  const listed = (value as { steps?: unknown } | null)?.steps;
  if (!Array.isArray(listed)) return null;
  const steps: PlanStep[] = [];
  for (const [index, one] of listed.slice(0, STEPS_MAX).entries()) {
    const step = readStep(one, index);
    if (step === null || (step.expert === 'vision' && !hasPictures)) return null;
    steps.push(step);
  }
  // What a smaller model cannot tell in four steps, it has not understood.
  if (listed.length > STEPS_MAX || new Set(steps.map(({ expert }) => expert)).size < 2) return null;
  return { steps };
}

function readStep(value: unknown, index: number): PlanStep | null {
  const { expert, needs, task, text, to } = (value ?? {}) as Record<string, unknown>;
  const known = EXPERTS.find((name) => name === expert);
  if (known === undefined || typeof task !== 'string' || task.trim() === '') return null;
  const numbers = Array.isArray(needs) ? needs.filter((one) => Number.isInteger(one)) : [];
  // A step cannot wait for itself or for a later one; what the planner meant by that nobody knows.
  const earlier = [...new Set(numbers.map((one: number) => one - 1))].filter(
    (one) => one >= 0 && one < index,
  );
  return {
    expert: known,
    task: task.slice(0, TASK_MAX),
    needs: earlier,
    ...(typeof to === 'string' && to.trim() !== '' && { to: to.trim() }),
    ...(typeof text === 'string' && text.trim() !== '' && { text: text.trim() }),
  };
}
