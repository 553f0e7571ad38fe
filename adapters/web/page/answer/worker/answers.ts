import { createGrowingMarkdown, type GrowingMarkdown } from '../../../../../src/rendering/stream.ts';
import { changesBetween } from './diff.ts';
import { cutLongParagraphs } from './long-paragraphs.ts';
import type { AnswerReply, AnswerRequest, Change } from './protocol.ts';
import { slices } from './slices.ts';
import type { Node } from './tree.ts';

interface Answer {
  readonly markdown: GrowingMarkdown;
  /** What the page has drawn once it has all slices; null before the first. */
  shown: readonly Node[] | null;
  /** How many of the first blocks are final, and sent. */
  settled: number;
  rest: Change[][];
}

export interface Answers {
  answer(request: AnswerRequest): AnswerReply;
}

/** The answers that are being written, by id: takes their text, gives the changes of what is drawn. */
export function createAnswers(): Answers {
  const answers = new Map<number, Answer>();

  function begin(id: number): Answer {
    const answer = { markdown: createGrowingMarkdown(), shown: null, settled: 0, rest: [] };
    answers.set(id, answer);
    return answer;
  }

  function read({ id, text, whole, last }: Extract<AnswerRequest, { kind: 'text' }>): AnswerReply {
    const answer = answers.get(id) ?? begin(id);
    if (whole) answer.markdown.replace(text);
    else answer.markdown.append(text);
    const { settled, blocks } = last ? final(answer.markdown) : soFar(answer.markdown);
    const known = whole ? 0 : Math.min(answer.settled, settled);
    const changes: readonly Change[] =
      answer.shown === null
        ? [{ at: [], keep: 0, add: blocks }]
        : changesBetween(answer.shown, blocks, known);
    answer.shown = blocks;
    answer.settled = settled;
    answer.rest = [...slices(changes)];
    return next(answer);
  }

  return {
    answer(request) {
      if (request.kind === 'text') return read(request);
      const answer = answers.get(request.id);
      if (request.kind === 'forget') answers.delete(request.id);
      return answer === undefined || request.kind === 'forget' ? { changes: [], more: false } : next(answer);
    },
  };
}

function soFar(markdown: GrowingMarkdown): { settled: number; blocks: readonly Node[] } {
  const { settled, open } = markdown.blocks();
  // Settled paragraphs are cut anew each time, which costs a look at each.
  const final = cutLongParagraphs(settled);
  return { settled: final.length, blocks: [...final, ...cutLongParagraphs(open)] };
}

/** At the end everything is compared: a definition changes what was settled. */
function final(markdown: GrowingMarkdown): { settled: number; blocks: readonly Node[] } {
  return { settled: 0, blocks: cutLongParagraphs(markdown.finish().children) };
}

function next(answer: Answer): AnswerReply {
  const changes = answer.rest.shift() ?? [];
  return { changes, more: answer.rest.length > 0 };
}
