import { LABELS, type Label } from '../labels.ts';
import { readRequest } from './clauses.ts';
import { FILLER, MAKES, NOUNS, OBJECT_FIRST, ONE_MORE, QUESTION, SUBORDINATE, VERBS } from './words.ts';

/** One clause of a message, as its words show it. */
export interface Clause {
  readonly text: string;
  /** Whose work it is by its words; null where they name nobody. */
  readonly lead: Label | null;
  /** By a verb, not only by a thing that is named. */
  readonly verb: boolean;
  /** It is to be made, like a program or a poem. */
  readonly makes: boolean;
  /** A question or a command, whoever is meant. */
  readonly asks: boolean;
  /** Others whose words stand in it. */
  readonly others: ReadonlySet<Label>;
  readonly digits: boolean;
}

export interface PlanReading {
  readonly clauses: readonly Clause[];
  readonly asked: string;
  readonly material: string;
  readonly quoted: boolean;
  /** Everybody whose words stand in it. */
  readonly named: ReadonlySet<Label>;
}

const HAN = /[\u3400-\u9fff]/g;
/** A verb behind more than this is no command. */
const COMMAND_CHARS = 4;
const everywhere = (patterns: Readonly<Record<Label, RegExp>>) =>
  LABELS.map((label) => ({ label, pattern: new RegExp(patterns[label].source, 'g') }));
const ALL_NOUNS = everywhere(NOUNS);

/** Reads what a message asks for, clause by clause. Bounded time whatever its length, no state, never throws. */
export function readWishes(text: string): PlanReading {
  const { clauses: texts, ...rest } = readRequest(text, names);
  const clauses = texts.map(readClause);
  const named = new Set(clauses.flatMap(({ lead, others }) => (lead === null ? [] : [lead, ...others])));
  return { ...rest, clauses, named };
}

/** Any word of any expert: there is something to be done. */
function names(part: string): boolean {
  return LABELS.some((label) => VERBS[label].test(part) || NOUNS[label].test(part));
}

function readClause(text: string): Clause {
  const wish = withoutFiller(text);
  const makes = MAKES.test(wish);
  const chinese = (wish.match(HAN)?.length ?? 0) >= 2;
  const end = chinese ? wish.length : mainEnd(wish);
  const verbs = LABELS.flatMap((label) => {
    const at = wish.search(VERBS[label]);
    return at < 0 ? [] : [{ label, at }];
  }).toSorted((a, b) => a.at - b.at);
  const nouns = nounsIn(wish);
  const commands = verbs.filter(({ at }) => chinese || at <= COMMAND_CHARS);
  const made = nouns.filter(({ at }) => at < end).at(-1);
  const command =
    makes && made !== undefined ? undefined : OBJECT_FIRST.test(wish) ? commands.at(-1) : commands[0];
  const lead = command ?? (makes ? made : undefined) ?? (chinese ? nouns.at(-1) : nouns[0]) ?? verbs[0];
  const others = new Set([...verbs, ...nouns].map(({ label }) => label));
  if (lead !== undefined) others.delete(lead.label);
  return {
    text,
    lead: lead?.label ?? null,
    verb: lead !== undefined && (command !== undefined || (makes && lead === made)),
    makes,
    asks: makes || QUESTION.test(wish) || ONE_MORE.test(text),
    others,
    digits: /\d/.test(text),
  };
}

function withoutFiller(clause: string): string {
  let rest = clause;
  for (let i = 0; i < 8; i++) {
    const shorter = rest.replace(FILLER, '');
    if (shorter === rest) break;
    rest = shorter;
  }
  return rest;
}

function mainEnd(wish: string): number {
  const at = wish.search(SUBORDINATE);
  return at < 0 ? wish.length : at;
}

function nounsIn(wish: string): { label: Label; at: number }[] {
  return ALL_NOUNS.flatMap(({ label, pattern }) =>
    [...wish.matchAll(pattern)].map(({ index }) => ({ label, at: index })),
  ).toSorted((a, b) => a.at - b.at);
}
