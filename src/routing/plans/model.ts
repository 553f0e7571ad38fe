import type { ExpertName } from '../../conversation/types.ts';
import { type Classifier, LABELS, type Label, type LabelScores, topLabel } from '../labels.ts';
import { type Clause, type PlanReading, readWishes } from './read.ts';
import { CODE_MATERIAL, CONNECTIVES, KEEPS, OWN_WORDS, READS_ALOUD, ROLE, TALKS_ABOUT } from './words.ts';

/** More are not classified: that many wishes are told by their words. */
const CLASSIFIED_MAX = 8;
/** From here on what the classifier says of a question without an expert's words is believed. */
const BELIEVED = 0.6;
/** From here on it is believed against the words. */
const OVERRULES = 0.95;
/** Wishes that say nothing new beyond so many. */
const WISHES_MANY = 4;

const CHINESE = /[\u3400-\u9fff]{2}/;

type Pair = `${Label}_${Label}`;
/** Every two labels once, and every two in either order. */
const PAIRS = LABELS.flatMap((a, i) => LABELS.slice(i + 1).map((b) => [a, b, `${a}_${b}` as Pair] as const));
const ORDERED = LABELS.flatMap((a) =>
  LABELS.filter((b) => b !== a).map((b) => [a, b, `${a}_${b}` as Pair] as const),
);
const WORKERS = LABELS.filter((label) => label !== 'general');

/** What is looked at in a message that may need several. */
export interface Evidence {
  readonly reading: PlanReading;
  readonly wishes: readonly Heard[];
  readonly whole: LabelScores;
  readonly pictures: boolean;
}

/** A clause that wants something, with what the classifier makes of it. */
interface Heard extends Clause {
  readonly scores: LabelScores;
  /** By its words, else by the classifier. */
  readonly expert: Label | null;
}

/** The evidence; null where there is one clause for one expert, which costs no classifying. */
export function gather(text: string, pictures: boolean, classify: Classifier): Evidence | null {
  const reading = readWishes(text);
  if (!pictures && reading.clauses.length < 2 && reading.named.size < 2) return null;
  const wishes: Heard[] = [];
  for (const clause of reading.clauses.slice(0, CLASSIFIED_MAX)) {
    const scores = classify(clause.text);
    const expert = expertIn(clause, scores, wishes.length === 0);
    const last = wishes.at(-1);
    if (expert !== null || last === undefined) wishes.push({ ...clause, scores, expert });
    else
      wishes[wishes.length - 1] = {
        ...last,
        text: `${last.text} ${clause.text}`,
        digits: last.digits || clause.digits,
      };
  }
  const experts = new Set(wishes.flatMap(({ expert }) => expert ?? []));
  if (!pictures && experts.size < 2 && reading.named.size < 2) return null;
  return { reading, wishes, whole: classify(reading.asked), pictures };
}

/** Prose around a wish sounds general; only what asks is a wish for general. */
function expertIn({ asks, lead }: Clause, scores: LabelScores, first: boolean): Label | null {
  const top = topLabel(scores);
  if (lead !== null) return top !== 'general' && scores[top] >= OVERRULES ? top : lead;
  if (scores[top] < BELIEVED || (top === 'general' && !asks && !first)) return null;
  return top;
}

/** The terms, each with its value for a message: the sum of value times weight, through the logistic function, is the probability. */
export function termsOf({ reading, wishes, whole, pictures }: Evidence): Record<string, number> {
  const terms: Record<string, number> = { bias: 1 };
  const leads = new Set(wishes.flatMap(({ expert }) => expert ?? []));
  const flag = (yes: boolean) => (yes ? 1 : 0);
  const { asked, material, quoted } = reading;
  const inner = (a: Label, b: Label) =>
    wishes.some(({ expert, others }) => expert === a && others.has(b)) && !leads.has(b);

  for (const [a, b, pair] of PAIRS) {
    terms[`both_${pair}`] = flag(leads.has(a) && leads.has(b));
    terms[`heard_${pair}`] = apart(wishes, a, b);
    terms[`whole_${pair}`] = Math.min(whole[a], whole[b]) * 2;
  }
  for (const [a, b, pair] of ORDERED) terms[`inner_${pair}`] = flag(inner(a, b));
  for (const label of WORKERS) {
    terms[`pictures_${label}`] = flag(pictures && leads.has(label));
    terms[`pictures_inner_${label}`] = flag(pictures && reading.named.has(label));
    terms[`pictures_whole_${label}`] = pictures ? whole[label] : 0;
  }
  terms.pictures = flag(pictures);
  terms.pictures_reads = flag(pictures && READS_ALOUD.test(asked));

  const firm = LABELS.map((label) => firmness(wishes, label));
  const firmWorkers = WORKERS.map((label) => firmness(wishes, label));
  terms.firm_second = nth(firm, 1);
  terms.firm_second_squared = nth(firm, 1) ** 2;
  terms.firm_second_worker = nth(firmWorkers, 1);
  terms.firm_third = nth(firm, 2);
  const heard = WORKERS.map((label) => Math.max(0, ...wishes.map(({ scores }) => scores[label])));
  terms.heard_second = logOdds(nth(heard, 1));
  terms.named_two = flag(new Set(wishes.flatMap(({ lead }) => lead ?? [])).size >= 2);
  terms.named_workers = flag(
    new Set(wishes.flatMap(({ lead }) => (lead === null || lead === 'general' ? [] : lead))).size >= 2,
  );
  const chinese = flag(isChinese(asked));
  terms.chinese = chinese;
  terms.chinese_firm = chinese * nth(firm, 1);
  terms.chinese_heard = chinese * (terms.heard_second ?? 0);
  terms.chinese_general = chinese * flag(leads.has('general'));
  const led = wishes.filter(({ expert }) => expert !== null);
  const experts = leads.size;
  terms.three_experts = flag(experts >= 3);
  terms.two_verbs = flag(new Set(led.filter(({ verb }) => verb).map(({ expert }) => expert)).size >= 2);
  terms.changes = Math.min(led.filter(({ expert }, i) => i > 0 && expert !== led[i - 1]?.expert).length, 3);
  terms.agree = flag(
    new Set(led.filter(({ expert, scores }) => expert === topLabel(scores)).map(({ expert }) => expert))
      .size >= 2,
  );
  for (const [kind, pattern] of Object.entries(CONNECTIVES)) {
    const found = pattern.test(asked);
    terms[kind] = flag(found);
    terms[`${kind}_two`] = flag(found && experts >= 2);
  }
  terms.math_digits = flag(led.some(({ digits, expert }) => expert === 'math' && digits));
  terms.code_math_digits = flag(
    leads.has('code') && led.some(({ digits, expert }) => expert === 'math' && digits),
  );
  const [first] = led;
  const codeMade = first?.expert === 'code' && first.makes;
  const translation = led.find(({ expert }) => expert === 'translate');
  terms.code_made = flag(codeMade);
  terms.code_made_chinese = flag(codeMade) * chinese;
  for (const label of ['math', 'translate', 'structured', 'general'] as const) {
    terms[`code_made_${label}`] = flag(codeMade && leads.has(label));
  }
  terms.code_made_own = (terms.code_made_translate ?? 0) * flag(OWN_WORDS.test(translation?.text ?? ''));
  terms.code_first_translate = flag(
    first?.expert === 'code' &&
      translation !== undefined &&
      !OWN_WORDS.test(translation.text) &&
      !CODE_MATERIAL.test(material),
  );
  terms.keeps = flag(KEEPS.test(asked));
  terms.keeps_translate = flag(KEEPS.test(asked) && first?.expert === 'translate');
  terms.role_structured = flag(ROLE.test(asked) && leads.has('structured'));
  terms.own_words = flag(translation !== undefined && experts >= 2 && OWN_WORDS.test(translation.text));
  terms.code_there = flag(CODE_MATERIAL.test(material) || CODE_MATERIAL.test(asked));
  terms.code_there_code = terms.code_there * flag(leads.has('code'));
  terms.material = flag(material !== '');
  terms.quoted = flag(quoted);
  terms.talks_about = flag(TALKS_ABOUT.test(`${asked}\n${material.split('\n').at(-1) ?? ''}`));
  terms.role = flag(ROLE.test(asked));
  terms.wishes = Math.min(wishes.length, WISHES_MANY) / WISHES_MANY;
  terms.many = flag(wishes.length > WISHES_MANY);
  terms.long = Math.min(asked.length, 400) / 400;
  const sure = Math.max(...LABELS.map((label) => whole[label]));
  terms.sure = sure;
  terms.sure_odds = logOdds(sure);
  terms.last_structured = flag(led.at(-1)?.expert === 'structured' && experts >= 2);
  terms.last_translate = flag(led.at(-1)?.expert === 'translate' && experts >= 2);
  terms.last_code = flag(led.at(-1)?.expert === 'code' && experts >= 2);
  terms.first_structured = flag(led[0]?.expert === 'structured' && experts >= 2);
  terms.first_translate = flag(led[0]?.expert === 'translate' && experts >= 2);
  terms.first_general = flag(led[0]?.expert === 'general' && experts >= 2);
  terms.general_whole = whole.general;
  terms.code_whole = whole.code;
  return terms;
}

/** Written in Chinese, at least partly: it has a threshold of its own. */
export function isChinese(asked: string): boolean {
  return CHINESE.test(asked);
}

/** How surely somebody has a wish: by words and by the classifier, 0..1. */
function firmness(wishes: readonly Heard[], label: Label): number {
  const each = wishes.map(({ lead, makes, scores, verb }) =>
    lead === label ? 0.2 + (verb || makes ? 0.2 : 0) + 0.6 * scores[label] : 0.6 * scores[label],
  );
  return Math.max(0, ...each);
}

function nth(values: readonly number[], n: number): number {
  return values.toSorted((a, b) => b - a)[n] ?? 0;
}

/** Within ±1. */
function logOdds(probability: number): number {
  return Math.max(-1, Math.min(1, Math.log(probability / (1 - probability)) / 6));
}

/** How sure the classifier is that two wishes are for these two. */
function apart(wishes: readonly Heard[], a: Label, b: Label): number {
  let best = 0;
  for (const [i, one] of wishes.entries()) {
    for (const [j, other] of wishes.entries()) {
      if (i !== j) best = Math.max(best, Math.min(one.scores[a], other.scores[b]));
    }
  }
  return best;
}

/** The experts that a message with this evidence seems to need, the likeliest first: two, or three that each have a wish. */
export function expertsOf({ reading, wishes, whole, pictures }: Evidence): ExpertName[] {
  // What has no other expert's mark, vision says of a picture by itself.
  const rated = (pictures ? WORKERS : LABELS)
    .map((label) => {
      const leads = wishes.some(({ expert }) => expert === label);
      const heard = Math.max(0, ...wishes.map(({ scores }) => scores[label]));
      const named = reading.named.has(label);
      return { label, leads, rating: (leads ? 1 : 0) + (named ? 0.5 : 0) + 0.5 * heard + whole[label] * 0.5 };
    })
    .toSorted((a, b) => b.rating - a.rating);
  const seeing: ExpertName[] = pictures ? ['vision'] : [];
  const least = 2 - seeing.length;
  const others = rated.filter(({ leads }, i) => i < least || (leads && i < 3 - seeing.length));
  return [...seeing, ...others.map(({ label }) => label)];
}
