import type { ExpertName, Message, Route } from '../conversation/types.ts';
import type { Language } from '../conversation/wording.ts';
import { checkWords } from './check-words.ts';
import type { AnswerView } from './platform-port.ts';

type Words = Readonly<Record<Language, string>>;

const STOPPED: Words = { en: 'Stopped', zh: '已停止' };
const CUT: Words = {
  en: 'stopped at the length limit: “go on” continues it',
  zh: '达到长度上限：说“继续”可接着写',
};

/**
 * Who answered, how sure the choice was, what was checked, how long it took, on one line of plain text.
 *
 * @example 'math · 94% sure · arithmetic checked · 0.8 s'
 */
export function receiptLine(view: AnswerView, language: Language): string {
  const { receipt, phase } = view;
  const parts: string[] = phase === 'stopped' ? [STOPPED[language]] : [];
  if (receipt === null) return parts.join(' · ');
  parts.push(receipt.expert, sureness(receipt.route, language));
  if (receipt.degraded !== null)
    parts.push(degraded(receipt.degraded.wanted, receipt.degraded.reason, language));
  parts.push(...new Set(receipt.checks.map((check) => checkWords(check, language))));
  if (receipt.finish === 'length') parts.push(CUT[language]);
  parts.push(`${(receipt.latency_ms.total / 1000).toFixed(1)} ${{ en: 's', zh: '秒' }[language]}`);
  return parts.filter(Boolean).join(' · ');
}

function sureness({ confidence, tier }: Route, language: Language): string {
  if (tier === 'forced') return { en: 'asked for', zh: '指定' }[language];
  if (tier === 'rule' || tier === 'default') return '';
  const percent = Math.round(confidence * 100);
  return { en: `${percent}% sure`, zh: `把握 ${percent}%` }[language];
}

function degraded(wanted: ExpertName, reason: string, language: Language): string {
  return { en: `${wanted} could not answer (${reason})`, zh: `${wanted} 无法回答（${reason}）` }[language];
}

/** Experts that a person may want instead; vision alone where there are pictures. */
export function otherExperts(view: AnswerView, message: Pick<Message, 'attachments'>): ExpertName[] {
  const all: readonly ExpertName[] = ['general', 'code', 'math', 'translate', 'structured'];
  const pictures = message.attachments.some(({ mime }) => mime.startsWith('image/'));
  return [...all, ...(pictures ? (['vision'] as const) : [])].filter((name) => name !== view.receipt?.expert);
}
