import { answerKeys } from '../checks/math/math-thread.ts';
import { boxedAnswer, statedAnswer } from '../experts/profiles/math.ts';
import type { Draft } from './receipt.ts';
import type { Check } from './types.ts';
import type { Asked, VerifyParts } from './verify.ts';
import type { Finding } from './verify-findings.ts';
import { writeAgain } from './verify-repair.ts';
import { majorityDetail, noMajorityDetail } from './verify-wording.ts';
import type { Language } from './wording.ts';

/**
 * Answers that vote, with those that are there already. Odd, so that two results cannot tie; few, since a person waits
 * for the slowest of them, and the first few decide most. No setting: it costs only where a check has failed.
 */
const VOTERS = 5;
const VOTE_CHECK = 'vote';

/** An answer with what its checks found. */
interface Written {
  readonly draft: Draft;
  readonly findings: readonly Finding[];
}

export interface Vote {
  /** The answer that is to stand: the first one where nothing is better. Null where no vote came about. */
  readonly winner: Draft | null;
  /** Answers that were written for it. */
  readonly sampled: readonly Draft[];
  /** Of the winner, with the vote's own. */
  readonly checks: readonly Check[];
}

/**
 * Asks the same question again, several times at once and warm, and takes the result that most answers come to. Of the
 * answers with that result the one stands whose calculation holds, else the earliest. The endpoints are asked one by
 * one and not with `n`: that spreads over all of them, works with raw prompts, and the prefix cache has the prompt.
 *
 * @param written the first answer, and the second where there is one
 */
export async function takeVote(
  written: readonly Written[],
  { text }: Asked,
  { experts, needs, prepare }: VerifyParts,
  check: (draft: Draft) => Promise<Finding[]>,
  language: Language,
  signal: AbortSignal,
): Promise<Vote> {
  const [first] = written;
  if (first === undefined) throw new Error('the first answer always votes');
  const writing = {
    expert: first.draft.expert,
    prepare: (draft: Draft) => prepare(text, draft, true),
    suits: () => true,
  };
  const asking = Array.from({ length: VOTERS - written.length }, () =>
    writeAgain(first.draft, writing, experts, needs, signal),
  );
  const sampled = (await Promise.all(asking)).filter((draft) => draft !== null);
  const all = [...written.map(({ draft }) => draft), ...sampled];
  if (sampled.length === 0) return { winner: null, sampled, checks: [] };
  const majority = await majorityOf(all, signal);
  if (majority === null) {
    const detail = noMajorityDetail(all.length, language);
    return { winner: null, sampled, checks: [{ name: VOTE_CHECK, status: 'failed', detail }] };
  }
  const agreeing = await Promise.all(
    majority.agreeing.map(
      async (draft) => written.find((one) => one.draft === draft) ?? { draft, findings: await check(draft) },
    ),
  );
  const best = agreeing.find(isSound) ?? agreeing[0];
  const detail = majorityDetail(agreeing.length, all.length, majority.result, language);
  const vote: Check = { name: VOTE_CHECK, status: 'passed', detail };
  if (best === undefined || best.draft === first.draft)
    return { winner: first.draft, sampled, checks: [vote] };
  return { winner: best.draft, sampled, checks: [...best.findings.map(asRepaired), vote] };
}

function isSound({ findings }: Written): boolean {
  return findings.every(({ check }) => check.status !== 'failed');
}

/** That it holds now was not so of the first answer. */
function asRepaired({ check }: Finding): Check {
  return check.name === 'arithmetic' && check.status === 'passed' ? { ...check, status: 'repaired' } : check;
}

/** What most answers come to. */
interface Majority {
  /** Those of them that agree, in the order in which they were given. */
  readonly agreeing: readonly Draft[];
  /** The result as the first of them has it. */
  readonly result: string;
}

/**
 * The result that more than half of all answers come to; null where no result is that common, among fewer than three
 * answers, and where results could not be compared in time.
 */
async function majorityOf(answers: readonly Draft[], signal: AbortSignal): Promise<Majority | null> {
  if (answers.length < 3) return null;
  const results = answers.map(resultOf);
  const keys = await answerKeys(results, signal);
  for (const [index, key] of keys.entries()) {
    const result = results[index] ?? null;
    if (key === null || result === null) continue;
    const agreeing = answers.filter((_, other) => keys[other] === key);
    if (agreeing.length * 2 > answers.length) return { agreeing, result };
  }
  return null;
}

/** The result that an answer marks; null where it marks none. Models of other families do, too, when they are asked for steps. */
export function resultOf({ marked, text }: Draft): string | null {
  return marked ?? boxedAnswer(text) ?? statedAnswer(text);
}
