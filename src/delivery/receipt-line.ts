import type { ExpertName, Message } from '../conversation/types.ts';
import type { Language } from '../conversation/wording.ts';
import { checkWords } from './check-words.ts';
import { expertWord } from './expert-words.ts';
import type { AnswerView } from './platform-port.ts';
import { degradedWords, stepNames, surenessWords } from './route-words.ts';

type Words = Readonly<Record<Language, string>>;

const STOPPED: Words = { en: 'Stopped', zh: '已停止' };
const CUT: Words = {
  en: 'stopped at the length limit: “go on” continues it',
  zh: '达到长度上限：说“继续”可接着写',
};

/**
 * Who answered, who chose it and how sure that was, who came next, what worked on it, what was checked, how long it
 * took, on one line of plain text.
 *
 * @example 'math · classifier 94% sure, runner-up code 5% · arithmetic checked · 0.8 s'
 */
export function receiptLine(view: Pick<AnswerView, 'phase' | 'receipt'>, language: Language): string {
  const { receipt, phase } = view;
  const stopped = phase === 'stopped' ? STOPPED[language] : '';
  if (receipt === null) return stopped;
  const parts = [
    stopped,
    expertWord(receipt.expert, language),
    surenessWords(receipt.route, language),
    degradedWords(receipt, language),
    stepNames(receipt, language),
    ...new Set(receipt.checks.map((check) => checkWords(check, language))),
    receipt.finish === 'length' ? CUT[language] : '',
    secondsWords(receipt.latency_ms.total, language),
  ];
  return parts.filter(Boolean).join(' · ');
}

/** @example secondsWords(812, 'en') // '0.8 s' */
export function secondsWords(ms: number, language: Language): string {
  return `${(ms / 1000).toFixed(1)} ${{ en: 's', zh: '秒' }[language]}`;
}

/** Experts that a person may want instead; vision alone where there are pictures. */
export function otherExperts(view: AnswerView, message: Pick<Message, 'attachments'>): ExpertName[] {
  const all: readonly ExpertName[] = ['general', 'code', 'math', 'translate', 'structured'];
  const pictures = message.attachments.some(({ mime }) => mime.startsWith('image/'));
  return [...all, ...(pictures ? (['vision'] as const) : [])].filter((name) => name !== view.receipt?.expert);
}
