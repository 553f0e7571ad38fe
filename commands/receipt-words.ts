import type { Check, ExpertName, Receipt, Route } from '../src/conversation/types.ts';
import type { Language } from '../src/conversation/wording.ts';
import { checkWords } from '../src/delivery/check-words.ts';
import { expertWord } from '../src/delivery/expert-words.ts';
import { secondsWords } from '../src/delivery/receipt-line.ts';
import { degradedWords, percent, rated, reasonWords, runnerUp, TIERS } from '../src/delivery/route-words.ts';
import type { Words } from './types.ts';

const JOIN: Words = { en: ', ', zh: '、' };
const FINISHES: Readonly<Record<Receipt['finish'], Words>> = {
  stop: { en: 'complete', zh: '完整' },
  length: { en: 'stopped at the length limit; “go on” continues it', zh: '达到长度上限；说“继续”可以接着写' },
  stopped: { en: 'stopped before its end', zh: '中途停止' },
};

/** A whole receipt as a Markdown list, for people. */
export function receiptInWords(receipt: Receipt, language: Language): string {
  const { cached, expert, finish, id, model_used, route, timestamp } = receipt;
  const second = runnerUp(route);
  const rows: readonly (readonly [Words, string | null])[] = [
    [{ en: 'Answered by', zh: '回答者' }, `${expertWord(expert, language)} (\`${model_used}\`)`],
    [{ en: 'Instead of', zh: '代替' }, degradedWords(receipt, language)],
    [{ en: 'Chosen by', zh: '选择依据' }, decision(route, language)],
    [{ en: 'Reason', zh: '理由' }, reasonWords(route, language)],
    [{ en: 'Runner-up', zh: '第二选择' }, second && rated(second, language)],
    [{ en: 'Scores', zh: '得分' }, scores(route, language)],
    [{ en: 'Steps', zh: '步骤' }, steps(receipt, language)],
    [{ en: 'Checks', zh: '检查' }, checks(receipt.checks, language)],
    [{ en: 'Time', zh: '用时' }, times(receipt, language)],
    [{ en: 'Tokens', zh: 'Token' }, tokens(receipt, language)],
    [{ en: 'Ending', zh: '结尾' }, FINISHES[finish][language]],
    [{ en: 'Cached', zh: '缓存' }, cached ? { en: 'yes', zh: '是' }[language] : null],
    [{ en: 'When', zh: '时间' }, timestamp],
    [{ en: 'Receipt', zh: '回执' }, `\`${id}\``],
  ];
  return rows
    .flatMap(([name, value]) => (value === null ? [] : `- **${name[language]}:** ${value}`))
    .join('\n');
}

function decision({ confidence, expert, tier }: Route, language: Language): string {
  const who = expertWord(expert, language);
  const sure = percent(confidence);
  const words: Words = {
    en: `${TIERS[tier].en}: ${who}, ${sure} sure`,
    zh: `${TIERS[tier].zh}：${who}，把握 ${sure}`,
  };
  return words[language];
}

/** Null where they say nothing: all for one. */
function scores({ scores }: Route, language: Language): string | null {
  const ranked = Object.entries(scores).toSorted(([, one], [, other]) => other - one);
  if (ranked.filter(([, share]) => share > 0).length < 2) return null;
  return ranked
    .map(([expert, share]) => rated({ expert: expert as ExpertName, share }, language))
    .join(JOIN[language]);
}

function steps({ steps }: Receipt, language: Language): string {
  return steps
    .map(({ expert, failed, model_used, ms }) => {
      const who = expertWord(expert, language) + (failed === undefined ? '' : ' ✗');
      const why = failed === undefined ? '' : `: ${failed}`;
      return `${who} (\`${model_used}\`, ${secondsWords(ms, language)}${why})`;
    })
    .join(' → ');
}

function checks(all: readonly Check[], language: Language): string {
  const told = all.map((check) => {
    const what = checkWords(check, language);
    const detail = detailOf(check, language);
    return detail === null ? what : { en: `${what} (${detail})`, zh: `${what}（${detail}）` }[language];
  });
  return told.join({ en: '; ', zh: '；' }[language]) || { en: 'none', zh: '无' }[language];
}

/** Of what went well the English details of a rule say nothing to a reader of Chinese; of a failure they may. */
function detailOf({ detail, status }: Check, language: Language): string | null {
  if (detail === undefined) return null;
  const isForeign = language === 'zh' && !/\p{Script=Han}/u.test(detail);
  return isForeign && (status === 'passed' || status === 'repaired') ? null : detail;
}

function times({ latency_ms: { first_token, route, total } }: Receipt, language: Language): string {
  const first = first_token === null ? '–' : secondsWords(first_token, language);
  const words: Words = {
    en: `${secondsWords(total, 'en')} in all, first words after ${first}, routing ${route} ms`,
    zh: `共 ${secondsWords(total, 'zh')}，首字 ${first}，路由 ${route} 毫秒`,
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
