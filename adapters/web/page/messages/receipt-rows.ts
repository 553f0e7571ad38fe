import { reasonWords, runnerUp } from '../../../../src/delivery/route-words.ts';
import type { Check, ExpertName, PageLanguage, Receipt } from '../../protocol.ts';
import type { Words } from '../words/words.ts';

const MS = 1_000;

/** What is said of an answer's checks in one word; null when there were none that say anything. */
export function checkSummary(checks: readonly Check[]): 'failed' | 'repaired' | 'passed' | null {
  const statuses = checks.map(({ status }) => status);
  return (['failed', 'repaired', 'passed'] as const).find((status) => statuses.includes(status)) ?? null;
}

export function percent(share: number): string {
  const whole = Math.round(share * 100);
  return whole === 0 && share > 0 ? '<1%' : `${whole}%`;
}

/** How sure the choice of the expert was, in a few words. */
export function surenessOf({ confidence, tier }: Receipt['route'], { receipt }: Words): string {
  if (tier === 'forced') return receipt.tiers.forced;
  return tier === 'default' ? receipt.unsure(percent(confidence)) : receipt.sure(percent(confidence));
}

/** 812 → "0.8 s". */
export function seconds(ms: number, words: Words): string {
  return words.receipt.seconds((ms / MS).toFixed(1));
}

/** The rows of plain text in a receipt, in their order; empty ones are left out. */
export function textRows(
  receipt: Receipt,
  words: Words,
  language: PageLanguage,
): [name: string, value: string][] {
  const { latency_ms, model_used, route, steps, usage } = receipt;
  const said = words.receipt;
  const second = runnerUp(route);
  const first = latency_ms.first_token === null ? null : seconds(latency_ms.first_token, words);
  const cached = receipt.cached ? ` (${said.cached})` : '';
  const rows: [string, string][] = [
    [
      said.why,
      [said.tiers[route.tier] ?? route.tier, reasonWords(route, language)]
        .filter((part) => part !== '')
        .join(' · '),
    ],
    [said.runnerUp, second === null ? '' : `${nameOf(second.expert, words)} · ${percent(second.share)}`],
    [said.steps, steps.length < 2 ? '' : steps.map((step) => stepWords(step, words)).join(' → ')],
    [said.time, said.timeWords(seconds(latency_ms.total, words), first)],
    [
      said.tokens,
      said.tokenWords(`${usage.prompt_tokens}`, `${usage.cached_tokens}`, `${usage.completion_tokens}`),
    ],
    [said.model, model_used + cached],
  ];
  return rows.filter(([, value]) => value !== '');
}

export function nameOf(expert: ExpertName, words: Words): string {
  return words.experts[expert] ?? expert;
}

function stepWords({ expert, failed, ms }: Receipt['steps'][number], words: Words): string {
  const told = `${nameOf(expert, words)} (${seconds(ms, words)})`;
  return failed === undefined ? told : `${told} ✗ ${failed}`;
}
