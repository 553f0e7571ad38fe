import { languageOf } from '../../conversation/wording.ts';
import { type CodeLanguage, languageOfFence, namedLanguage, PYTHON } from './code-language.ts';
import { lastCode } from './fence.ts';
import { isFollowUp } from './follow-up.ts';
import { asksToGoOn, GO_ON_TURNS_MAX, unfinishedAnswer } from './go-on.ts';
import type { Layout, Profile, PromptParts } from './profile.ts';

/** Where a file usually goes on to something that nobody asked for. */
const STRAYS = ['\n\n\n', '\nif __name__'];
/** vLLM takes no more. */
const STOPS_MAX = 4;

const EMPTY = {
  en: 'The code model wrote nothing. Say what to write in other words, or name the language.',
  zh: '代码模型什么也没写。请换一种说法，或说明编程语言。',
};

/** The head of a file, up to where the model is to write. */
interface Head {
  readonly text: string;
  readonly language: CodeLanguage;
}

/**
 * StarCoder2 follows no instructions and has no chat: the request becomes the head of a file, a comment with the
 * task and the first word of a definition, and the model writes the file on. What it writes is shown as a fenced
 * block of that language. Text in which a fence could stand at the start of a line is stopped there.
 */
export const starcoder2: Profile = {
  id: 'starcoder2',
  models: /starcoder-?2/i,
  outputMax: 2048,
  turnsMax: GO_ON_TURNS_MAX,
  imagesMax: 0,
  sampling: () => ({ temperature: 0.1, topP: 0.95, repetitionPenalty: 1 }),
  // `<|endoftext|>` ends the answer by itself; as a stop it is not shown by any server.
  layout: (parts) => ({ ...fileLayout(parts, ['<|endoftext|>', '<file_sep>']), skipSpecialTokens: false }),
  infill: (prefix, suffix) => ({
    raw: `<fim_prefix>${prefix}<fim_suffix>${suffix}<fim_middle>`,
    stop: ['<|endoftext|>', '<file_sep>'],
    skipSpecialTokens: false,
  }),
};

/** CodeLlama-Python: framed as StarCoder2 is; it was not trained to fill gaps. */
export const codellamaPython: Profile = {
  ...starcoder2,
  id: 'codellama-python',
  models: /codellama.*python/i,
  layout: (parts) => fileLayout(parts, []),
  infill: undefined,
};

/**
 * CodeLlama without Instruct: framed as StarCoder2 is, with its own infilling tokens (the spaces belong to them). The
 * token that ends a filled gap is `▁<EOT>`: servers show its first character as it is, as a space, or not at all.
 */
export const codellamaBase: Profile = {
  ...codellamaPython,
  id: 'codellama-base',
  models: /codellama/i,
  layout: (parts) => ({ ...fileLayout(parts, ['<EOT>']), skipSpecialTokens: false }),
  infill: (prefix, suffix) => ({
    raw: `<PRE> ${prefix} <SUF>${suffix} <MID>`,
    stop: ['▁<EOT>', ' <EOT>', '<EOT>'],
    skipSpecialTokens: false,
  }),
};

function fileLayout(parts: PromptParts, ends: readonly string[]): Layout {
  const { bare } = parts.question;
  if (parts.json) return { messages: [], raw: `${commented(bare, '//')}\n// The answer, as JSON:\n` };
  const on = writtenOn(parts);
  const { language, text } = on ?? headOf(parts);
  const { fence, signature } = language;
  const opened = on === null ? signature : '';
  return {
    messages: [],
    raw: text + opened,
    // After a word that opens a definition no line can begin with what is written first.
    stop: [...ends, opened === '' ? '```' : '\n```', ...STRAYS].slice(0, STOPS_MAX),
    before: `\`\`\`${fence}\n${opened}`,
    after: '\n```',
    empty: EMPTY[languageOf(bare)],
  };
}

/** The file so far, to its last byte, where an answer was cut off and is to go on; else null. */
function writtenOn(parts: PromptParts): Head | null {
  const unfinished = unfinishedAnswer(parts);
  if (unfinished === null) return null;
  const pieces = unfinished.written.map(lastCode).filter((piece) => piece !== null);
  if (pieces.length < unfinished.written.length) return null;
  // The beginning may have been left out of a small window.
  const head = asksToGoOn(unfinished.asked.question.bare) ? null : headOf(unfinished.asked);
  const language = languageOfFence(pieces[0]?.language ?? '') ?? head?.language ?? PYTHON;
  return { language, text: (head?.text ?? '') + pieces.map(({ code }) => code).join('') };
}

/** The task as a comment; a short one about earlier code stands behind that code, as in a file. */
function headOf({ question: { bare }, turns }: PromptParts): Head {
  const last = turns.at(-1);
  const earlier = last?.expert === 'code' && isFollowUp(bare) ? lastCode(last.answer) : null;
  if (last === undefined || earlier === null) {
    const language = namedLanguage(bare) ?? PYTHON;
    return { language, text: `${commented(bare, language.comment)}\n\n` };
  }
  const written = languageOfFence(earlier.language) ?? namedLanguage(last.bare) ?? PYTHON;
  const language = namedLanguage(bare) ?? written;
  const { comment } = language;
  // Code of another language would be no part of this file.
  const code = language === written ? earlier.code : commented(earlier.code, comment);
  return {
    language,
    text: `${commented(last.bare, comment)}\n\n${code}\n\n${commented(bare, comment)}\n\n`,
  };
}

function commented(text: string, comment: string): string {
  const lines = text.trim().split('\n');
  return lines.map((line) => `${comment} ${line}`.trimEnd()).join('\n');
}
