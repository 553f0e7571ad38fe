import type { ExpertName, Language, Receipt, Route, Tier } from '../conversation/types.ts';
import { expertWord } from './expert-words.ts';

type Words = Readonly<Record<Language, string>>;

/** Who decided, as the beginning of a line: “by a rule”, “the classifier”. */
export const TIERS: Readonly<Record<Tier, Words>> = {
  forced: { en: 'you named the expert', zh: '由你指定' },
  rule: { en: 'a rule', zh: '规则' },
  classifier: { en: 'the classifier', zh: '分类器' },
  judge: { en: 'the judge model', zh: '裁判模型' },
  default: { en: 'nothing was sure', zh: '都没有把握' },
};

export interface RunnerUp {
  readonly expert: ExpertName;
  /** 0..1. */
  readonly share: number;
}

/** Less is a rounding of nothing. */
const SHARE_MIN = 0.005;

/** The expert that came next; null where nothing spoke for another one. */
export function runnerUp({ expert, scores }: Pick<Route, 'expert' | 'scores'>): RunnerUp | null {
  const others = Object.entries(scores).filter(([name]) => name !== expert);
  const [best] = others.toSorted(([, one], [, other]) => other - one);
  if (best === undefined || best[1] < SHARE_MIN) return null;
  return { expert: best[0] as ExpertName, share: best[1] };
}

/** @example 'code 5%' */
export function rated({ expert, share }: RunnerUp, language: Language): string {
  return `${expertWord(expert, language)} ${percent(share)}`;
}

export function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

/**
 * How sure the choice of the expert was, in a few words; who decided is in them.
 *
 * @example 'classifier 94% sure, runner-up code 5%'
 */
export function surenessWords(route: Route, language: Language): string {
  const share = percent(route.confidence);
  if (route.tier === 'forced') return { en: 'asked for', zh: '指定' }[language];
  if (route.tier === 'rule') return { en: 'by a rule', zh: '按规则' }[language];
  const sure: Words = {
    classifier: { en: `classifier ${share} sure`, zh: `分类器把握 ${share}` },
    judge: { en: `judge model ${share} sure`, zh: `裁判模型把握 ${share}` },
    default: { en: `not sure (${share})`, zh: `把握不足（${share}）` },
  }[route.tier];
  const second = runnerUp(route);
  if (second === null) return sure[language];
  const next = rated(second, language);
  return { en: `${sure.en}, runner-up ${next}`, zh: `${sure.zh}，其次${next}` }[language];
}

/** What the rules give as their reasons (src/routing/rules.ts), each with the expert that it names. */
const RULES: readonly (readonly [reason: RegExp, zh: (expert: string) => string])[] = [
  [/^an image is attached$/, () => '消息带有图片'],
  [/^this channel is pinned to (\w+)$/, (expert) => `此频道固定由${expert}回答`],
  [/^a reply to an answer that (\w+) gave$/, (expert) => `这是对${expert}所给回答的回复`],
  [/^JSON that follows a given schema is asked for$/, () => '要求给出符合指定 schema 的 JSON'],
  [/^prose with a part of it as JSON is asked for/, () => '要求在一个回答里既有文字又有 JSON'],
];

/** Why this expert was chosen, in the person's language. In English it is the router's own sentence. */
export function reasonWords(route: Route, language: Language): string {
  if (language === 'en') return route.reason;
  const expert = expertWord(route.expert, language);
  const share = percent(route.confidence);
  switch (route.tier) {
    case 'forced':
      return `你点名要${expert}回答`;
    case 'rule': {
      for (const [pattern, words] of RULES) {
        const found = pattern.exec(route.reason);
        if (found !== null) return words(expertWord((found[1] ?? route.expert) as ExpertName, language));
      }
      return `有一条规则适用，由${expert}回答`;
    }
    case 'classifier':
      return `从文字和对话看，这条消息最像${expert}（${share}）`;
    case 'judge':
      return `分类器没有把握，裁判模型读后认为是${expert}（${share}）`;
    default:
      return `没有哪位专家有足够把握，因此由${expert}回答（${share}）`;
  }
}

/** Why experts could not answer (src/experts/fail-over.ts, experts.ts). */
const TROUBLES: readonly (readonly [reason: RegExp, zh: string])[] = [
  [/ is down;/, '连接不上'],
  [/ did not answer in time;/, '没有及时回答'],
  [/ is full;/, '正忙'],
  [/ refused the key;/, '拒绝了密钥'],
  [/ does not serve its model;/, '没有运行应有的模型'],
  [/ has too small a window;| takes only \d+ tokens;/, '装不下这么长的内容'],
  [/ cannot see pictures;/, '看不了图片'],
];

/** Why another expert answered; null where none had to. @example 'math is down; general answered' */
export function degradedWords(
  { degraded, expert }: Pick<Receipt, 'degraded' | 'expert'>,
  language: Language,
): string | null {
  if (degraded === null || language === 'en') return degraded?.reason ?? null;
  const trouble = TROUBLES.find(([pattern]) => pattern.test(degraded.reason))?.[1] ?? '无法回答';
  return `${expertWord(degraded.wanted, language)}${trouble}，由${expertWord(expert, language)}代答`;
}

/** All that worked on an answer, in their order; null where it was one expert, once. @example 'math → code ✗ → general' */
export function stepNames({ steps }: Receipt, language: Language): string | null {
  if (steps.length < 2) return null;
  return steps
    .map(({ expert, failed }) => expertWord(expert, language) + (failed === undefined ? '' : ' ✗'))
    .join(' → ');
}
