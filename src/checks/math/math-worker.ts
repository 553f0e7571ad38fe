import { serveThread } from '../serve-thread.ts';
import { checkMath } from './check.ts';
import { answerKey, checkFinalAnswer } from './final-answer.ts';
import type { MathAnswer, MathAsk } from './math-thread.ts';

serveThread<MathAsk, MathAnswer>((ask) => {
  if (ask.kind === 'keys') {
    return { kind: 'keys', keys: ask.marked.map((one) => (one === null ? null : answerKey(one))) };
  }
  const { answer, marked, question } = ask;
  return {
    kind: 'check',
    verdict: checkMath(answer, question),
    final: marked === null ? null : checkFinalAnswer(marked, question),
  };
});
