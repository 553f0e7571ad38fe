import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createClassifier } from '../../classifier.ts';
import { parseRows } from '../../tools/rows.ts';
import { weightsUrl } from '../../weights.ts';
import { gather, isChinese, termsOf } from '../model.ts';
import { crossValidate, examplesOf, type Sample, thresholdFor } from './cross-validate.ts';
import { fitLogistic, LOGISTIC_FIT } from './logistic.ts';
import { parsePlanRows } from './rows.ts';

const DATA = new URL('../data/dev.jsonl', import.meta.url);
const ORDINARY = new URL('../../data/training/', import.meta.url);
const OUT = new URL('../weights.json', import.meta.url);

/** What all ordinary messages, traps not among them, weigh together: however many, they must not drown the others. */
const ORDINARY_SUM = 1750;
/** False alarms, held out, at each language's threshold: a look-alike's costs a planning call as any, but ordinary messages are most. */
const ALLOWED = { lookalikes: 0.06, ordinary: 0.008 } as const;

/** Fits the finder's weights and threshold to its own rows and to the ordinary ones of the classifier, and writes them. */
function main(): void {
  const bytes = readFileSync(weightsUrl);
  const classify = createClassifier(bytes);
  let names: readonly string[] | null = null;
  const sampleOf = (text: string, pictures: boolean, yes: boolean, weight: number): Sample => {
    const evidence = gather(text, pictures, classify);
    if (evidence === null) return { terms: null, yes, weight, chinese: isChinese(text) };
    const terms = termsOf(evidence);
    names ??= Object.keys(terms);
    return {
      terms: names.map((name) => terms[name] ?? 0),
      yes,
      weight,
      chinese: isChinese(evidence.reading.asked),
    };
  };

  const own = parsePlanRows(readFileSync(DATA, 'utf8'), 'dev.jsonl').map(({ experts, pictures, text }) =>
    sampleOf(text, pictures, experts.length > 1, 1),
  );
  const rows = readdirSync(ORDINARY)
    .toSorted()
    .flatMap((file) => parseRows(readFileSync(new URL(file, ORDINARY), 'utf8'), file))
    .filter(({ hard }) => !hard);
  const ordinaryWeight = ORDINARY_SUM / rows.length;
  const ordinary = rows.map(({ text }) => sampleOf(text, false, false, ordinaryWeight));

  const samples = [...own, ...ordinary];
  const logits = crossValidate(samples);
  const of = (those: (sample: Sample, i: number) => boolean) =>
    logits.filter((_, i) => {
      const sample = samples[i];
      return sample !== undefined && those(sample, i);
    });
  const heldOut = (chinese: boolean) => {
    const lookalikes = of((sample, i) => sample.chinese === chinese && !sample.yes && i < own.length);
    const usual = of((sample, i) => sample.chinese === chinese && i >= own.length);
    const mixed = of((sample) => sample.chinese === chinese && sample.yes);
    const threshold = rounded(
      Math.max(thresholdFor(lookalikes, ALLOWED.lookalikes), thresholdFor(usual, ALLOWED.ordinary)),
    );
    const over = (values: readonly number[]) =>
      rounded(values.filter((value) => value >= threshold).length / values.length);
    return { threshold, recall: over(mixed), lookalikes: over(lookalikes), ordinary: over(usual) };
  };
  const english = heldOut(false);
  const chinese = heldOut(true);

  const weights = fitLogistic(examplesOf(samples));
  const card = {
    thresholds: { chinese: chinese.threshold, other: english.threshold },
    weights: Object.fromEntries((names ?? []).map((name, i) => [name, weights[i]])),
    made_of: { own: own.length, ordinary: ordinary.length, ordinary_weight: rounded(ordinaryWeight) },
    held_out: { chinese, other: english },
    fit: LOGISTIC_FIT,
    data_sha256: createHash('sha256').update(readFileSync(DATA)).digest('hex'),
    classifier_sha256: createHash('sha256').update(bytes).digest('hex'),
  };
  writeFileSync(OUT, `${JSON.stringify(card, null, 2)}\n`);
  console.log(JSON.stringify(card.held_out));
}

function rounded(value: number): number {
  return Number(value.toFixed(4));
}

main();
