import type { Check, Receipt, Route, Tier } from '../src/conversation/types.ts';
import type { Language } from '../src/conversation/wording.ts';
import { checkWords } from '../src/delivery/check-words.ts';
import type { Words } from './types.ts';

const TIERS: Readonly<Record<Tier, Words>> = {
  forced: { en: 'you named the expert', zh: '由你指定' },
  rule: { en: 'a rule', zh: '规则' },
  classifier: { en: 'the classifier', zh: '分类器' },
  judge: { en: 'the judge model', zh: '裁判模型' },
  default: { en: 'nothing was sure, so general', zh: '都没有把握，因此用 general' },
};
const FINISHES: Readonly<Record<Receipt['finish'], Words>> = {
  stop: { en: 'complete', zh: '完整' },
  length: { en: 'stopped at the length limit; “go on” continues it', zh: '达到长度上限；说“继续”可以接着写' },
  stopped: { en: 'stopped before its end', zh: '中途停止' },
};

/** A whole receipt as a Markdown list, for people. */
export function receiptInWords(receipt: Receipt, language: Language): string {
  const rows: readonly (readonly [Words, string] | null)[] = [
    [{ en: 'Answered by', zh: '回答者' }, `${receipt.expert} (\`${receipt.model_used}\`)`],
    receipt.degraded && [
      { en: 'Instead of', zh: '代替' },
      `${receipt.degraded.wanted}: ${receipt.degraded.reason}`,
    ],
    [{ en: 'Chosen by', zh: '选择依据' }, decision(receipt.route, language)],
    [{ en: 'Reason', zh: '理由' }, receipt.route.reason],
    [{ en: 'Scores', zh: '得分' }, scores(receipt.route)],
    [{ en: 'Steps', zh: '步骤' }, steps(receipt, language)],
    [{ en: 'Checks', zh: '检查' }, checks(receipt.checks, language)],
    [{ en: 'Time', zh: '用时' }, times(receipt, language)],
    [{ en: 'Tokens', zh: 'Token' }, tokens(receipt, language)],
    [{ en: 'Ending', zh: '结尾' }, FINISHES[receipt.finish][language]],
    receipt.cached ? [{ en: 'Cached', zh: '缓存' }, { en: 'yes', zh: '是' }[language]] : null,
    [{ en: 'When', zh: '时间' }, receipt.timestamp],
    [{ en: 'Receipt', zh: '回执' }, `\`${receipt.id}\``],
  ];
  return rows.flatMap((row) => (row === null ? [] : `- **${row[0][language]}:** ${row[1]}`)).join('\n');
}

function decision({ confidence, expert, tier }: Route, language: Language): string {
  const sure = percent(confidence);
  const words: Words = {
    en: `${TIERS[tier].en}: ${expert}, ${sure} sure`,
    zh: `${TIERS[tier].zh}：${expert}，把握 ${sure}`,
  };
  return words[language];
}

function scores({ scores }: Route): string {
  const ranked = Object.entries(scores).toSorted(([, one], [, other]) => other - one);
  return ranked.map(([expert, score]) => `${expert} ${percent(score)}`).join(', ') || '–';
}

function steps({ steps }: Receipt, language: Language): string {
  return steps
    .map(({ expert, model_used, ms }) => `${expert} (\`${model_used}\`, ${seconds(ms, language)})`)
    .join(' → ');
}

function checks(all: readonly Check[], language: Language): string {
  const told = all.map((check) => {
    const what = checkWords(check, language);
    return check.detail === undefined ? what : `${what} (${check.detail})`;
  });
  return told.join('; ') || { en: 'none', zh: '无' }[language];
}

function times({ latency_ms: { first_token, route, total } }: Receipt, language: Language): string {
  const first = first_token === null ? '–' : seconds(first_token, language);
  const words: Words = {
    en: `${seconds(total, 'en')} in all, first words after ${first}, routing ${route} ms`,
    zh: `共 ${seconds(total, 'zh')}，首字 ${first}，路由 ${route} 毫秒`,
  };
  return words[language];
}

function tokens({ usage }: Receipt, language: Language): string {
  const { cached_tokens, completion_tokens, prompt_tokens } = usage;
  const words: Words = {
    en: `${prompt_tokens} read (${cached_tokens} from the cache), ${completion_tokens} written`,
    zh: `读入 ${prompt_tokens}（其中缓存 ${cached_tokens}），写出 ${completion_tokens}`,
  };
  return words[language];
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

function seconds(ms: number, language: Language): string {
  return `${(ms / 1000).toFixed(1)} ${{ en: 's', zh: '秒' }[language]}`;
}
