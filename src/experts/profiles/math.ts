import { type ChatStyle, chatLayout } from './chat-layout.ts';
import { EXACT } from './general.ts';
import type { Profile, PromptParts } from './profile.ts';

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
  models: /qwen-?2\.5-math/i,
  outputMax: 2048,
  imagesMax: 0,
  sampling: () => EXACT,
  layout: (parts) => chatLayout(parts, QWEN_MATH_STYLE),
  finalAnswer: boxedAnswer,
};

/** Shorter than this, a question is likely to go on with the one before ("and for x = 3?"). */
const FOLLOW_UP_MAX_CHARACTERS = 80;
/** Of an answer without a marked result, enough to know what it was about. */
const ANSWER_MAX_CHARACTERS = 400;

/** MetaMath was trained on single Alpaca instructions: no template, no turns, greedy, short. */
export const metamath: Profile = {
  id: 'metamath',
  models: /metamath/i,
  outputMax: 512,
  turnsMax: 1,
  imagesMax: 0,
  sampling: () => EXACT,
  layout: (parts) => ({
    messages: [],
    raw: alpaca(instruction(parts)),
    stop: ['\n### Instruction:', '</s>'],
  }),
  finalAnswer: statedAnswer,
};

function alpaca(question: string): string {
  return `Below is an instruction that describes a task. Write a response that appropriately completes the request.\n\n### Instruction:\n${question}\n\n### Response: Let's think step by step.`;
}

/** The question; a short one with the turn that it goes on with. */
function instruction({ question: { bare }, turns }: PromptParts): string {
  const last = turns.at(-1);
  if (last?.expert !== 'math' || bare.length > FOLLOW_UP_MAX_CHARACTERS) return bare;
  const answer = statedAnswer(last.answer) ?? boxedAnswer(last.answer) ?? last.answer;
  return `${last.text}\n(Answered: ${answer.slice(0, ANSWER_MAX_CHARACTERS)})\n\n${bare}`;
}
