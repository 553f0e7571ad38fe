import { createDraw } from './dom/draw.ts';
import { type Drawn, plainDrawn } from './dom/drawn.ts';
import { createTypesetter } from './math/typesetter.ts';
import type { AnswerWords } from './words.ts';
import type { Change } from './worker/protocol.ts';

/** What stands in an answer's container. */
export interface Canvas {
  apply(changes: readonly Change[]): void;
}

let canvases = 0;

/** Draws the changes that the worker sends into an element. */
export function createCanvas(root: HTMLElement, words: AnswerWords): Canvas {
  const typesetter = createTypesetter();
  canvases++;
  const draw = createDraw({ words, typesetter, prefix: `answer-${canvases}` });
  const whole = plainDrawn(root, draw);
  return {
    apply(changes) {
      typesetter.beginDrawing();
      for (const change of changes) {
        const drawn = find(whole, change.at);
        if ('add' in change) drawn?.put(change.keep, change.add);
        else drawn?.write(change.text);
      }
    },
  };
}

function find(root: Drawn, path: readonly number[]): Drawn | null {
  let drawn: Drawn | null = root;
  for (const index of path) drawn = drawn?.child(index) ?? null;
  return drawn;
}
