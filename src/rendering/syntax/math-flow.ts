import {
  CHAR,
  type Code,
  type Construct,
  type Context,
  type Effects,
  isLineEnding,
  isSpace,
  type State,
} from './micromark.ts';

/**
 * A formula on lines of its own, in `$$ $$` or `\[ \]`. Unlike remark-math it takes content on the marks'
 * lines, as models write `$$\begin{aligned}`. An opening mark alone on its line runs to its closing mark or
 * the end; one with content after it to its closing mark or a blank line, so that a stray mark in prose
 * swallows no more than its paragraph.
 */
export const dollarFlow: Construct = flowConstruct('dollarMathFlow', CHAR.dollar);
export const bracketFlow: Construct = flowConstruct('bracketMathFlow', CHAR.backslash);

/** Characters that prose after a stray mark rarely has: \ = ^ _ { */
const MATHEMATICAL = new Set<Code>([CHAR.backslash, 61, 94, 95, 123]);
/** Punctuation that ends a sentence after a closing mark: . , ; : ! ? */
const PUNCTUATION = new Set<Code>([46, 44, 59, 58, 33, 63]);

function flowConstruct(name: string, mark: number): Construct {
  return {
    name,
    // Concrete: list marks and quote marks within do not open containers.
    concrete: true,
    tokenize(effects, ok, nok) {
      return tokenizeFlow.call(this, effects, ok, nok, mark);
    },
  };
}

const nonLazyContinuation: Construct = {
  partial: true,
  tokenize(effects, ok, nok) {
    return (code) => {
      if (code === null) return nok(code);
      effects.enter('lineEnding');
      effects.consume(code);
      effects.exit('lineEnding');
      return (next) => (this.parser.lazy[this.now().line] ? nok(next) : ok(next));
    };
  },
};

const blankLine: Construct = {
  partial: true,
  tokenize(effects, ok, nok) {
    return (code) => {
      effects.enter('lineEnding');
      effects.consume(code);
      effects.exit('lineEnding');
      return skip;
    };
    function skip(code: Code): State | undefined {
      if (isSpace(code)) {
        effects.enter('whitespace');
        effects.consume(code);
        effects.exit('whitespace');
        return skip;
      }
      return isLineEnding(code) ? ok(code) : nok(code);
    }
  },
};

function tokenizeFlow(this: Context, effects: Effects, ok: State, nok: State, mark: number): State {
  const self = this;
  const closingMark = mark === CHAR.dollar ? CHAR.dollar : CHAR.closingBracket;
  let size = 0;
  let closing = 0;
  let firstLine = true;
  /** Nothing but the mark on the opening line. */
  let alone = true;
  let mathematical = false;

  return (code) => {
    effects.enter('mathFlow');
    effects.enter('mathFlowFence');
    effects.enter('mathFlowFenceSequence');
    return open(code);
  };

  function open(code: Code): State | undefined {
    const wanted = mark === CHAR.dollar || size === 0 ? mark : CHAR.bracket;
    const full = mark === CHAR.backslash && size === 2;
    if (code === wanted && !full) {
      effects.consume(code);
      size++;
      return open;
    }
    if (size < 2) return nok(code);
    effects.exit('mathFlowFenceSequence');
    effects.exit('mathFlowFence');
    return lineStart(code);
  }

  function lineStart(code: Code): State | undefined {
    if (code === null || isLineEnding(code)) return lineEnd(code);
    if (code === mark) return closeStart(code);
    effects.enter('mathFlowValue');
    return value(code);
  }

  function value(code: Code): State | undefined {
    if (code === null || isLineEnding(code)) {
      effects.exit('mathFlowValue');
      return lineEnd(code);
    }
    if (code === mark) {
      effects.exit('mathFlowValue');
      return closeStart(code);
    }
    if (!isSpace(code)) alone &&= !firstLine;
    mathematical ||= MATHEMATICAL.has(code);
    effects.consume(code);
    return value;
  }

  function closeStart(code: Code): State | undefined {
    effects.enter('mathFlowFence');
    effects.enter('mathFlowFenceSequence');
    closing = 0;
    return close(code);
  }

  function close(code: Code): State | undefined {
    const wanted = mark === CHAR.dollar || closing === 0 ? mark : closingMark;
    const full = mark === CHAR.backslash && closing === 2;
    if (code === wanted && !full) {
      effects.consume(code);
      closing++;
      return close;
    }
    if (closing >= 2 && (mark === CHAR.backslash || closing >= size)) {
      effects.exit('mathFlowFenceSequence');
      effects.exit('mathFlowFence');
      return afterClose(code);
    }
    return notClosing(code);
  }

  /** What looked like a closing mark is content: a single dollar, `\frac`, or `\\` before a bracket. */
  function notClosing(code: Code): State | undefined {
    mathematical = true;
    alone &&= !firstLine;
    effects.exit('mathFlowFenceSequence');
    effects.exit('mathFlowFence').type = 'mathFlowValue';
    if (code === null || isLineEnding(code)) return lineEnd(code);
    effects.enter('mathFlowValue');
    if (mark === CHAR.backslash) {
      effects.consume(code);
      return value;
    }
    return value(code);
  }

  function afterClose(code: Code): State | undefined {
    if (isSpace(code)) {
      effects.enter('whitespace');
      effects.consume(code);
      effects.exit('whitespace');
      return afterClose;
    }
    if (code === null || isLineEnding(code)) return done(code);
    if (PUNCTUATION.has(code)) {
      effects.enter('mathFlowValue');
      effects.consume(code);
      effects.exit('mathFlowValue');
      return afterClose;
    }
    // Words after a formula on one line: the whole line is a paragraph with math in it.
    if (firstLine) return nok(code);
    effects.exit('mathFlow');
    effects.enter('content');
    effects.enter('chunkContent', { contentType: 'content' });
    return paragraph(code);
  }

  /** Words after the closing mark of a formula of several lines are a paragraph of their own. */
  function paragraph(code: Code): State | undefined {
    if (code === null || isLineEnding(code)) {
      effects.exit('chunkContent');
      effects.exit('content');
      return ok(code);
    }
    effects.consume(code);
    return paragraph;
  }

  function lineEnd(code: Code): State | undefined {
    if (firstLine && !alone && !mathematical) return nok(code);
    if (self.interrupt || code === null) return done(code);
    firstLine = false;
    if (alone) return effects.check(nonLazyContinuation, nextLine, done)(code);
    return effects.check(blankLine, done, effects.check(nonLazyContinuation, nextLine, done))(code);
  }

  function nextLine(code: Code): State | undefined {
    effects.enter('lineEnding');
    effects.consume(code);
    effects.exit('lineEnding');
    return lineStart;
  }

  function done(code: Code): State | undefined {
    effects.exit('mathFlow');
    return ok(code);
  }
}
