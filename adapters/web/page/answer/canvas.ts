import { createDraw } from './dom/draw.ts';
import { type Drawn, plainDrawn } from './dom/drawn.ts';
import { createTypesetter } from './math/typesetter.ts';
import type { AnswerWords } from './words.ts';
import type { Change } from './worker/protocol.ts';

/** What stands in an answer's container. */
export interface Canvas {
  apply(changes: readonly Change[]): void;
}

/** From here on, blocks off screen are not laid out. */
const LONG_BLOCKS = 150;

let canvases = 0;

/** Draws the changes that the worker sends into an element. */
export function createCanvas(root: HTMLElement, words: AnswerWords): Canvas {
  const typesetter = createTypesetter(words.formula);
  canvases++;
  const draw = createDraw({ words, typesetter, prefix: `answer-${canvases}` });
  const whole: Drawn = {
    ...plainDrawn(root, draw),
    put: plainDrawn(root, (node) => directed(draw(node))).put,
  };
  return {
    apply(changes) {
      typesetter.beginDrawing();
      for (const change of changes) {
        const drawn = find(whole, change.at);
        if ('add' in change) drawn?.put(change.keep, change.add);
        else drawn?.write(change.text);
      }
      root.classList.toggle('long', root.childElementCount > LONG_BLOCKS);
    },
  };
}

/**
 * The direction of what stands on its own follows its first letter. What is within a list or quote must not have one:
 * its letters then count for the whole, and its lines are set by their own (`unicode-bidi: plaintext` in the styles).
 */
function directed(node: Node): Node {
  if (node instanceof HTMLElement && node.dir === '') node.dir = 'auto';
  return node;
}

function find(root: Drawn, path: readonly number[]): Drawn | null {
  let drawn: Drawn | null = root;
  for (const index of path) drawn = drawn?.child(index) ?? null;
  return drawn;
}
