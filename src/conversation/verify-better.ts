import type { Draft } from './receipt.ts';
import type { Check } from './types.ts';
import type { Finding } from './verify-findings.ts';
import { lessWrongDetail, notRepairedDetail, repairedDetail } from './verify-wording.ts';
import type { Language } from './wording.ts';

/** What failed passes now, with nothing left out; and nothing else fails. */
export function isBetter(first: readonly Finding[], then: readonly Finding[]): boolean {
  return (
    first.every((before) => {
      const after = then.find(({ check }) => check.name === before.check.name);
      if (before.check.status !== 'failed') return after?.check.status !== 'failed';
      return (
        after?.check.status === 'passed' && (before.check.name !== 'syntax' || after.inOrder > before.inOrder)
      );
    }) && then.every(({ check }) => check.status !== 'failed')
  );
}

/** Both fail, and the second has less wrong with it, in every check that can be compared. */
export function isLessWrong(first: readonly Finding[], then: readonly Finding[]): boolean {
  const failed = first.filter(({ check }) => check.status === 'failed');
  return (
    failed.length > 0 &&
    failed.every(({ check, weight }) => {
      const after = then.find((finding) => finding.check.name === check.name);
      return weight !== undefined && after?.weight !== undefined && after.weight < weight;
    })
  );
}

/** The checks of an answer that took the place of the first. */
export function checksOfSecond(
  then: readonly Finding[],
  first: readonly Finding[],
  draft: Draft,
  second: Draft,
  language: Language,
): Check[] {
  const by = second.expert === draft.expert ? null : second.expert;
  return then.map(({ check }) => {
    const before = first.find((finding) => finding.check.name === check.name)?.check;
    const detail = check.detail ?? '';
    if (before?.status !== 'failed' || check.status === 'skipped') return check;
    if (check.status === 'failed') return { ...check, detail: lessWrongDetail(detail, language) };
    return {
      ...check,
      status: 'repaired',
      detail: repairedDetail(detail, before.detail ?? '', by, language),
    };
  });
}

/** The checks of the first answer, which stays. */
export function checksOfFirst(first: readonly Finding[], language: Language): Check[] {
  return first.map(({ check }) =>
    check.status === 'failed' ? { ...check, detail: notRepairedDetail(check.detail ?? '', language) } : check,
  );
}

/** Puts checks to a draft's own; one of the same name was made of another text, or said less. */
export function noteChecks(draft: Draft, checks: readonly Check[]): void {
  for (const check of checks) {
    const old = draft.checks.findIndex(({ name }) => name === check.name);
    if (old >= 0) draft.checks.splice(old, 1, check);
    else draft.checks.push(check);
  }
}
