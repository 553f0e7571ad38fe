import {
  CHAR,
  type Code,
  type Construct,
  type Context,
  type Effects,
  isDigit,
  isLineEnding,
  isSpace,
  type State,
} from './micromark.ts';

/**
 * Math within a line in dollars. As in Pandoc, so that prices stay prices: a single dollar opens before
 * something other than space, closes after something other than space and not before a digit, and holds no
 * other dollar.
 */
export const dollarText: Construct = {
  name: 'dollarMathText',
  tokenize: tokenizeDollars,
  previous(code) {
    return code !== CHAR.dollar || this.events.at(-1)?.[1].type === 'characterEscape';
  },
};

/** Math within a line in `\( \)` or `\[ \]`. Only digits in brackets, `\[1\]`, is a reference written by a model. */
export const bracketText: Construct = { name: 'bracketMathText', tokenize: tokenizeBrackets };

function tokenizeDollars(this: Context, effects: Effects, ok: State, nok: State): State {
  let size = 0;
  let closing = 0;
  let last: Code = null;
  return (code) => {
    effects.enter('mathText');
    effects.enter('mathTextSequence');
    return open(code);
  };

  function open(code: Code): State | undefined {
    if (code === CHAR.dollar) {
      effects.consume(code);
      size++;
      return open;
    }
    effects.exit('mathTextSequence');
    return size === 1 && (isSpace(code) || isLineEnding(code)) ? nok(code) : between(code);
  }

  function between(code: Code): State | undefined {
    if (code === null) return nok(code);
    if (code === CHAR.dollar) {
      closing = 0;
      effects.enter('mathTextSequence');
      return close(code);
    }
    if (isLineEnding(code)) {
      last = code;
      return lineEnding(effects, code, between);
    }
    effects.enter('mathTextData');
    return data(code);
  }

  function data(code: Code): State | undefined {
    if (code === null || code === CHAR.dollar || isLineEnding(code)) {
      effects.exit('mathTextData');
      return between(code);
    }
    last = code;
    effects.consume(code);
    return code === CHAR.backslash ? escaped : data;
  }

  function escaped(code: Code): State | undefined {
    if (code === CHAR.dollar || code === CHAR.backslash) {
      last = CHAR.backslash;
      effects.consume(code);
      return data;
    }
    return data(code);
  }

  function close(code: Code): State | undefined {
    if (code === CHAR.dollar) {
      effects.consume(code);
      closing++;
      return close;
    }
    const closes = closing === size && (size > 1 || !(isSpace(last) || isLineEnding(last) || isDigit(code)));
    if (closes) {
      effects.exit('mathTextSequence');
      effects.exit('mathText');
      return ok(code);
    }
    if (size === 1) return nok(code);
    effects.exit('mathTextSequence').type = 'mathTextData';
    return between(code);
  }
}

function tokenizeBrackets(effects: Effects, ok: State, nok: State): State {
  let opener: Code = null;
  let onlyDigits = true;
  return (code) => {
    effects.enter('mathText');
    effects.enter('mathTextSequence');
    effects.consume(code);
    return open;
  };

  function open(code: Code): State | undefined {
    if (code !== CHAR.parenthesis && code !== CHAR.bracket) return nok(code);
    opener = code;
    effects.consume(code);
    effects.exit('mathTextSequence');
    return between;
  }

  function between(code: Code): State | undefined {
    if (code === null) return nok(code);
    if (isLineEnding(code)) return lineEnding(effects, code, between);
    if (code === CHAR.backslash) {
      effects.enter('mathTextSequence');
      effects.consume(code);
      return afterBackslash;
    }
    effects.enter('mathTextData');
    return data(code);
  }

  function data(code: Code): State | undefined {
    if (code === null || code === CHAR.backslash || isLineEnding(code)) {
      effects.exit('mathTextData');
      return between(code);
    }
    onlyDigits &&= isDigit(code) || isSpace(code) || code === 44;
    effects.consume(code);
    return data;
  }

  function afterBackslash(code: Code): State | undefined {
    if (code === closerOf(opener)) {
      if (opener === CHAR.bracket && onlyDigits) return nok(code);
      effects.consume(code);
      effects.exit('mathTextSequence');
      effects.exit('mathText');
      return ok;
    }
    // LaTeX does not nest these: the first one was an escaped parenthesis.
    if (code === opener) return nok(code);
    onlyDigits = false;
    if (code !== null && !isLineEnding(code)) effects.consume(code);
    effects.exit('mathTextSequence').type = 'mathTextData';
    return code === null || isLineEnding(code) ? between(code) : between;
  }
}

function closerOf(opener: Code): number {
  return opener === CHAR.parenthesis ? CHAR.closingParenthesis : CHAR.closingBracket;
}

function lineEnding(effects: Effects, code: Code, next: State): State {
  effects.enter('lineEnding');
  effects.consume(code);
  effects.exit('lineEnding');
  return next;
}
