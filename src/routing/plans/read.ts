import { LABELS, type Label } from '../labels.ts';
import { readRequest } from './clauses.ts';
import { FILLER, MAKES, NOUNS, OBJECT_FIRST, QUESTION, SUBORDINATE, VERBS } from './words.ts';

/** One wish of a message: a clause with the words of an expert, and what belongs to it. */
export interface Wish {
  readonly text: string;
  /** Whose work it is by its words; null where it only asks. */
  readonly lead: Label | null;
  /** By a verb, not only by a thing that is named. */
  readonly verb: boolean;
  /** It is to be made, like a program or a poem. */
  readonly makes: boolean;
  /** Others whose words stand in it. */
  readonly others: ReadonlySet<Label>;
  readonly digits: boolean;
}

export interface PlanReading {
  readonly wishes: readonly Wish[];
  readonly asked: string;
  readonly material: string;
  readonly quoted: boolean;
  /** Everybody whose words stand in it. */
  readonly named: ReadonlySet<Label>;
}

const HAN = /[\u3400-\u9fff]/g;
/** A verb behind more than this is no command. */
const NOBODY: ReadonlySet<Label> = new Set();
const COMMAND_CHARS = 4;
const everywhere = (patterns: Readonly<Record<Label, RegExp>>) =>
  LABELS.map((label) => ({ label, pattern: new RegExp(patterns[label].source, 'g') }));
const ALL_NOUNS = everywhere(NOUNS);

/** Reads what a message asks for, wish by wish. Bounded time whatever its length, no state, never throws. */
export function readWishes(text: string): PlanReading {
  const { clauses, ...rest } = readRequest(text, names);
  const wishes: Wish[] = [];
  let before = '';
  for (const clause of clauses) {
    const wish = readClause(clause);
    const last = wishes.at(-1);
    if (wish !== null) {
      wishes.push({ ...wish, text: `${before} ${clause}`.trim(), digits: /\d/.test(before + clause) });
      before = '';
    } else if (asks(clause)) {
      const asks = `${before} ${clause}`.trim();
      wishes.push({ lead: null, verb: false, makes: false, others: NOBODY, text: asks, digits: /\d/.test(asks) });
      before = '';
    } else if (last === undefined) {
      before = `${before} ${clause}`;
    } else {
      wishes[wishes.length - 1] = {
        ...last,
        text: `${last.text} ${clause}`,
        digits: last.digits || /\d/.test(clause),
      };
    }
  }
  const named = new Set(wishes.flatMap(({ lead, others }) => (lead === null ? [] : [lead, ...others])));
  return { ...rest, wishes, named };
}

/** Any word of any expert: there is something to be done. */
function names(part: string): boolean {
  return LABELS.some((label) => VERBS[label].test(part) || NOUNS[label].test(part));
}

/** A wish, though no expert's word stands in it. */
function asks(clause: string): boolean {
  const wish = withoutFiller(clause);
  return QUESTION.test(wish) || MAKES.test(wish);
}

function readClause(clause: string): Omit<Wish, 'text' | 'digits'> | null {
  const wish = withoutFiller(clause);
  const makes = MAKES.test(wish);
  const chinese = (wish.match(HAN)?.length ?? 0) >= 2;
  const end = chinese ? wish.length : mainEnd(wish);
  const verbs = LABELS.flatMap((label) => {
    const at = wish.search(VERBS[label]);
    return at < 0 ? [] : [{ label, at }];
  }).toSorted((a, b) => a.at - b.at);
  const nouns = nounsIn(wish);
  if (verbs.length === 0 && nouns.length === 0) return null;

  const commands = verbs.filter(({ at }) => chinese || at <= COMMAND_CHARS);
  const made = nouns.filter(({ at }) => at < end).at(-1);
  const command = makes && made !== undefined ? undefined : OBJECT_FIRST.test(wish) ? commands.at(-1) : commands[0];
  const lead = command ?? (makes ? made : undefined) ?? (chinese ? nouns.at(-1) : nouns[0]) ?? verbs[0];
  if (lead === undefined) return null;
  const others = new Set([...verbs, ...nouns].map(({ label }) => label));
  others.delete(lead.label);
  return { lead: lead.label, verb: command !== undefined || (makes && lead === made), makes, others };
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
