import type { Code, Construct, Context, State } from './micromark.ts';

/**
 * A model that has lost its way repeats asterisks by the thousand, and the parser's time and stack grow with
 * the square of their number. Past these bounds, which no text that is meant to be read reaches, they are text.
 */
const MAX_RUN_LENGTH = 32;
const MAX_RUNS_PER_PARAGRAPH = 1_000;

const runsSeen = new WeakMap<Context, number>();

/** Takes runs of emphasis marks out of the parser's hands where they are too many or too long. */
export const attentionLimit: Construct = {
  name: 'attentionLimit',
  tokenize(effects, ok, nok) {
    const context = this;
    let mark: Code = null;
    let length = 0;
    return (code) => {
      mark = code;
      effects.enter('data');
      return run(code);
    };

    function run(code: Code): State | undefined {
      if (code === mark) {
        effects.consume(code);
        length++;
        return run;
      }
      effects.exit('data');
      const runs = (runsSeen.get(context) ?? 0) + 1;
      runsSeen.set(context, runs);
      return length > MAX_RUN_LENGTH || runs > MAX_RUNS_PER_PARAGRAPH ? ok(code) : nok(code);
    }
  },
};
