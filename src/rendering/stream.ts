import type { Root, RootContent } from 'mdast';
import { collectDefinitions, definesAnything } from './definitions.ts';
import { type Continuation, cutLast, join } from './growing/continue.ts';
import { lineStart } from './growing/lines.ts';
import { worthReading } from './growing/pace.ts';
import { present } from './growing/present.ts';
import { withPlainText } from './growing/unread.ts';
import { normaliseBlocks } from './normalise.ts';
import { readMarkdown, uniformText } from './read.ts';
import type { Block } from './types.ts';

export interface ShownBlocks {
  /** Final: the same objects on every call, parsed once. Only `replace` takes them back. */
  readonly settled: readonly Block[];
  /** What may still change, made presentable: an open fence is a code block, half a formula is code. */
  readonly open: readonly Block[];
}

/** An answer's Markdown while it is being written. */
export interface GrowingMarkdown {
  append(delta: string): void;
  /** The whole answer anew, after a repair. */
  replace(text: string): void;
  /** What to show now. Parses lazily: only what came since the last call, and the open block. */
  blocks(): ShownBlocks;
  /** The whole answer, exactly as `parseMarkdown` reads it; for the final form. */
  finish(): Root;
  /** The text so far, its line breaks as `\n`. */
  readonly text: string;
  /** Characters handed to the parser so far, by all calls together. */
  readonly parsedCharacters: number;
}

interface State {
  text: string;
  /** A carriage return at the end, which may be half of a line break. */
  carriageReturn: boolean;
  settled: Block[];
  /** Where the text begins that is not settled. */
  from: number;
  /** What of the open block is final, too. */
  kept: Continuation | null;
  /** Whole lines are settled up to here. */
  settledTo: number;
  /** Length of the open text when it was last read. */
  read: number;
  /** Definitions change how text elsewhere reads: such an answer is read once more at the end. */
  defines: boolean;
  /** `length`: of the whole text when this was made; `upTo`: how much of it this shows. */
  shown: { open: Block[]; upTo: number; length: number } | null;
}

const empty = (): State => ({
  text: '',
  carriageReturn: false,
  settled: [],
  from: 0,
  kept: null,
  settledTo: 0,
  read: 0,
  defines: false,
  shown: null,
});

export function createGrowingMarkdown(): GrowingMarkdown {
  let state = empty();
  let parsedCharacters = 0;

  function read(source: string): RootContent[] {
    parsedCharacters += source.length;
    return readMarkdown(source).children;
  }

  function append(delta: string): void {
    if (delta === '') return;
    const whole = (state.carriageReturn ? '\r' : '') + delta;
    state.carriageReturn = whole.endsWith('\r');
    state.text += uniformText(state.carriageReturn ? whole.slice(0, -1) : whole);
  }

  /** All blocks but the last are final once their lines are whole. */
  function settle(): void {
    const end = state.text.lastIndexOf('\n') + 1;
    if (end <= state.settledTo) return;
    state.settledTo = end;
    const prefix = state.kept?.prefix ?? '';
    const source = prefix + state.text.slice(state.from, end);
    const nodes = read(source);
    state.defines ||= definesAnything(nodes);
    const last = nodes.at(-1);
    if (last === undefined) return;
    const begin = lineStart(source, last.position?.start.offset ?? 0);
    const base = state.from - prefix.length;
    if (nodes.length > 1) {
      const finals = normaliseBlocks(nodes.slice(0, -1), collectDefinitions(nodes));
      state.settled.push(...join(state.kept, finals));
      state.kept = null;
      state.from = base + begin;
    }
    const cut = cutLast(last, source, state.kept);
    if (cut !== null) {
      state.kept = cut.continuation;
      state.from = base + cut.offset;
    }
  }

  function blocks(): ShownBlocks {
    const { text, shown } = state;
    if (shown?.length === text.length) return { settled: state.settled, open: shown.open };
    if (shown !== null && !worthReading(text.length - state.from, state.read)) {
      return { settled: state.settled, open: withPlainText(shown.open, text.slice(shown.upTo)) };
    }
    settle();
    const prefix = state.kept?.prefix ?? '';
    const presented = present(prefix + text.slice(state.from), read);
    const open = join(state.kept, presented.blocks);
    state.read = text.length - state.from;
    state.shown = { open, upTo: state.from - prefix.length + presented.shown, length: text.length };
    return { settled: state.settled, open };
  }

  function finish(): Root {
    append(state.carriageReturn ? '\n' : '');
    const open = read((state.kept?.prefix ?? '') + state.text.slice(state.from));
    const whole = state.defines || definesAnything(open);
    const nodes = whole && state.from > 0 ? read(state.text) : open;
    const children = normaliseBlocks(nodes, collectDefinitions(nodes));
    if (whole) return { type: 'root', children };
    return { type: 'root', children: [...state.settled, ...join(state.kept, children)] };
  }

  return {
    append,
    replace(text) {
      if (text.startsWith(state.text) && !state.carriageReturn) return append(text.slice(state.text.length));
      state = empty();
      append(text);
    },
    blocks,
    finish,
    get text() {
      return state.text;
    },
    get parsedCharacters() {
      return parsedCharacters;
    },
  };
}
