import { LABELS, type Label, type LabelScores } from '../labels.ts';
import { softmax } from '../softmax.ts';
import { PROMPT_VERSION } from './prompt.ts';

/** How far one model's probabilities can be trusted. */
export interface Calibration {
  /** The logarithms of the model's probabilities are divided by it; over 1 makes them less sure. */
  readonly temperature: number;
  /** Added to the logarithms: takes back what the model likes too much. */
  readonly bias: Readonly<Record<Label, number>>;
  /** What the classifier's opinion counts beside the judge's, as the exponent of its probabilities. */
  readonly classifierWeight: number;
  /** Labelled messages that it was fitted on; 0: not fitted at all. */
  readonly rows: number;
}

/** Calibrations by model: by its `root`, else by the name it is served under. They hold for one wording of the prompt. */
export interface CalibrationFile {
  readonly prompt: number;
  readonly models: Readonly<Record<string, Calibration>>;
}

/**
 * For models that nobody has fitted. Assumed, not measured: instruct models of this size put nearly all probability
 * on one label, so their logits are halved, and the classifier keeps half a say.
 */
export const UNFITTED: Calibration = {
  temperature: 2,
  bias: { general: 0, code: 0, math: 0, translate: 0, structured: 0 },
  classifierWeight: 0.5,
  rows: 0,
};

/** A probability of zero is one that was rounded: no model is that sure. */
const PROBABILITY_MIN = 1e-4;

/** The model's own fit, else by its name, else `UNFITTED`. An earlier file wins over a later one. */
export function calibrationOf(
  model: { readonly root: string | null; readonly model: string },
  files: readonly CalibrationFile[],
): Calibration {
  const names = [model.root, model.model].filter((name) => name !== null);
  for (const { models, prompt } of files) {
    const name = prompt === PROMPT_VERSION ? names.find((known) => Object.hasOwn(models, known)) : undefined;
    if (name !== undefined) return models[name] ?? UNFITTED;
  }
  return UNFITTED;
}

/** A model's probabilities, in the order of `LABELS`, made to mean what they say. */
export function calibrate(
  probabilities: readonly number[],
  { bias, temperature }: Pick<Calibration, 'bias' | 'temperature'>,
): LabelScores {
  const logits = LABELS.map((label, c) => logarithm(probabilities[c] ?? 0) / temperature + bias[label]);
  return toScores(softmax(logits, 1));
}

/** Two opinions as one: the product of their probabilities, the classifier's taken to the power of its weight. */
export function mix(judge: LabelScores, classifier: LabelScores, classifierWeight: number): LabelScores {
  const logits = LABELS.map(
    (label) => logarithm(judge[label]) + classifierWeight * logarithm(classifier[label]),
  );
  return toScores(softmax(logits, 1));
}

/**
 * A calibration file's content, checked.
 *
 * @throws Error that says what is wrong with it
 */
export function parseCalibrations(json: string): CalibrationFile {
  const value: unknown = JSON.parse(json);
  if (!isRecord(value) || typeof value.prompt !== 'number' || !isRecord(value.models)) {
    throw new Error('it needs "prompt", a number, and "models"');
  }
  const models = Object.entries(value.models).map(([name, model]) => [name, parseCalibration(name, model)]);
  return { prompt: value.prompt, models: Object.fromEntries(models) };
}

function parseCalibration(name: string, value: unknown): Calibration {
  const given = isRecord(value) ? value : {};
  const bias = isRecord(given.bias) ? given.bias : {};
  const numberOf = (field: string, number: unknown, min: number) => {
    if (typeof number === 'number' && Number.isFinite(number) && number >= min) return number;
    throw new Error(`${field} of "${name}" must be a number of at least ${min}`);
  };
  return {
    temperature: numberOf('temperature', given.temperature, 0.01),
    bias: Object.fromEntries(
      LABELS.map((label) => [label, numberOf(`bias.${label}`, bias[label], -100)]),
    ) as Record<Label, number>,
    classifierWeight: numberOf('classifierWeight', given.classifierWeight, 0),
    rows: numberOf('rows', given.rows, 0),
  };
}

function logarithm(probability: number): number {
  return Math.log(Math.max(probability, PROBABILITY_MIN));
}

function toScores(probabilities: readonly number[]): LabelScores {
  return Object.fromEntries(LABELS.map((label, c) => [label, probabilities[c] ?? 0])) as Record<
    Label,
    number
  >;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
