import { asBase } from './base.ts';
import { type ChatStyle, chatLayout } from './chat-layout.ts';
import { isShort } from './follow-up.ts';
import { EXACT } from './general.ts';
import { GO_ON_TURNS_MAX, unfinishedAnswer } from './go-on.ts';
import type { Profile, PromptParts, Spoken } from './profile.ts';

/** In the words of the models' cards; DeepSeek's has them in both languages. */
const STEP_BY_STEP = 'Please reason step by step, and put your final answer within \\boxed{}.';
const STEP_BY_STEP_ZH = '请通过逐步推理来解答问题，并把最终答案放置于\\boxed{}中。';

/** The content of the last `\boxed{…}`, braces within it balanced; null when there is none. */
export function boxedAnswer(text: string): string | null {
  const start = text.lastIndexOf('\\boxed{');
  if (start < 0) return null;
  const from = start + '\\boxed{'.length;
  for (let at = from, depth = 1; at < text.length; at++) {
    if (text[at] === '{') depth++;
    if (text[at] === '}') depth--;
    if (depth === 0) return text.slice(from, at).trim();
  }
  return null;
}

/** What follows the last "The answer is:", the mark of MetaMath's training data. */
export function statedAnswer(text: string): string | null {
  // All of them and then the last: a greedy search from the end would cost the square of a long text.
  const stated = [...text.matchAll(/the answer is:?[^\S\n]*([^\n]+)/gi)];
  const answer = stated.at(-1)?.[1]?.trim().replace(/\.$/, '');
  return answer === undefined || answer === '' ? null : answer;
}

const DEEPSEEK_STYLE: ChatStyle = {
  // Its card: no system prompt.
  system: null,
  guide: (_, text) => `${text}\n${/\p{Script=Han}/u.test(text) ? STEP_BY_STEP_ZH : STEP_BY_STEP}`,
};

export const deepseekMath: Profile = {
  id: 'deepseek-math',
  models: /deepseek-?math/i,
  outputMax: 1536,
  imagesMax: 0,
  sampling: () => EXACT,
  layout: (parts) => chatLayout(parts, DEEPSEEK_STYLE),
  finalAnswer: boxedAnswer,
};

const QWEN_MATH_STYLE: ChatStyle = { system: STEP_BY_STEP, guide: (_, text) => text };

export const qwenMath: Profile = {
  id: 'qwen2.5-math',
  models: /qwen-?2\.5-math.*instruct/i,
  outputMax: 2048,
  imagesMax: 0,
  sampling: () => EXACT,
  insists: STEP_BY_STEP,
  layout: (parts) => chatLayout(parts, QWEN_MATH_STYLE),
  finalAnswer: boxedAnswer,
};

export const qwenMathBase = asBase(qwenMath, 'qwen2.5-math-base', /qwen-?2\.5-math/i);

/** Of an earlier turn, enough to know what it was about. */
const EARLIER_MAX_CHARACTERS = 400;

/** MetaMath was trained on single Alpaca instructions: no template, no turns, greedy, short. */
export const metamath: Profile = {
  id: 'metamath',
  models: /metamath/i,
  // Of its data, 395,000 English solutions.
  writesOnly: 'eng_Latn',
  outputMax: 512,
  turnsMax: GO_ON_TURNS_MAX,
  imagesMax: 0,
  sampling: () => EXACT,
  layout: (parts) => ({
    messages: [],
    raw: solution(parts),
    stop: ['\n### Instruction:', '</s>'],
    // What is written on begins in the middle of a line, and is joined to what was before.
    ...(unfinishedAnswer(parts) === null && { dropSpace: true }),
  }),
  finalAnswer: statedAnswer,
};

/** The prompt, and behind it what was already written where an answer is to go on. */
function solution(parts: PromptParts): string {
  const response = `${alpaca(parts)}\n\n### Response:`;
  // The steps are not part of JSON.
  if (parts.json) return `${response}\n`;
  const unfinished = unfinishedAnswer(parts);
  if (unfinished !== null) {
    const written = unfinished.written.join('');
    // The first space was not shown.
    return solution(unfinished.asked) + (/^\s/.test(written) ? '' : ' ') + written;
  }
  return `${response} Let's think step by step.`;
}

function alpaca(parts: PromptParts): string {
  return `Below is an instruction that describes a task. Write a response that appropriately completes the request.\n\n### Instruction:\n${instruction(parts)}`;
}

/** The question; a short one with the turn that it goes on with. */
function instruction({ question: { bare }, turns }: PromptParts): string {
  const last = turns.at(-1);
  if (last === undefined || !isShort(bare)) return bare;
  if (last.expert !== 'math' && !givesFigures(last, bare)) return bare;
  const answer = statedAnswer(last.answer) ?? boxedAnswer(last.answer) ?? last.answer;
  return `${last.text}\n(Answered: ${answer.slice(0, EARLIER_MAX_CHARACTERS)})\n\n${bare}`;
}

/** "How much are 12?" needs the figures that another expert was told just before; "What is 2 + 2?" has its own. */
function givesFigures({ answer, text }: Spoken, question: string): boolean {
  const own = question.match(/\d+(?:[.,]\d+)*/g)?.length ?? 0;
  return own < 2 && text.length <= EARLIER_MAX_CHARACTERS && /\d/.test(text + answer);
}
