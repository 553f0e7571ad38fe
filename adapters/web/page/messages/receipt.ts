import { checkWords } from '../../../../src/delivery/check-words.ts';
import type { Check, PageLanguage, Receipt } from '../../protocol.ts';
import { bar } from '../dom/bar.ts';
import { h } from '../dom/element.ts';
import { icon } from '../dom/icons.ts';
import type { Words } from '../words/words.ts';
import { checkSummary, nameOf, percent, seconds, surenessOf, textRows } from './receipt-rows.ts';

const MARKS: Readonly<Record<Check['status'], string>> = {
  passed: '✓',
  repaired: '✓',
  failed: '✗',
  skipped: '–',
};

/** The receipt under an answer: one line, and all of it when it is unfolded. */
export function receiptView(receipt: Receipt, words: Words, language: PageLanguage): HTMLDetailsElement {
  const details = h('details', { class: 'receipt' }, summaryLine(receipt, words));
  // Of many answers few are ever unfolded.
  details.addEventListener(
    'toggle',
    () => {
      details.append(receiptRows(receipt, words, language));
    },
    { once: true },
  );
  return details;
}

function summaryLine({ checks, latency_ms, route }: Receipt, words: Words): HTMLElement {
  const said = words.receipt;
  const summary = checkSummary(checks);
  const checked = { failed: said.notVerified, repaired: said.repaired, passed: said.allChecked };
  return h(
    'summary',
    { title: said.label },
    h('span', {}, surenessOf(route, words)),
    summary && h('span', { class: `check ${summary}` }, `${MARKS[summary]} ${checked[summary]}`),
    h('span', {}, seconds(latency_ms.total, words)),
    icon('fold'),
  );
}

function receiptRows(receipt: Receipt, words: Words, language: PageLanguage): HTMLElement {
  const said = words.receipt;
  const [why, ...others] = textRows(receipt, words, language).map(([name, value]) => row(name, value));
  return h(
    'dl',
    {},
    row(said.expert, nameOf(receipt.expert, words)),
    why,
    row(said.confidence, confidence(receipt.route.confidence)),
    ...others.slice(0, -3),
    row(said.checks, checkList(receipt.checks, words, language)),
    ...others.slice(-3),
  );
}

function row(name: string, value: string | Node): HTMLElement {
  return h('div', {}, h('dt', {}, name), h('dd', { dir: 'auto' }, value));
}

function confidence(share: number): HTMLElement {
  return h('span', { class: 'confidence' }, bar(share), percent(share));
}

function checkList(checks: readonly Check[], words: Words, language: PageLanguage): HTMLElement | string {
  if (checks.length === 0) return words.receipt.noChecks;
  return h(
    'ul',
    {},
    ...checks.map((check) =>
      h(
        'li',
        { class: `check ${check.status}` },
        `${MARKS[check.status]} ${checkWords(check, language)}`,
        check.detail && h('span', { class: 'detail', dir: 'auto' }, check.detail),
      ),
    ),
  );
}
