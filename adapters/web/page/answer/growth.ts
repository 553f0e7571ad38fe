import type { AnswerView } from './answer.ts';
import { createCanvas } from './canvas.ts';
import { nextSlice } from './slice.ts';
import { createTail } from './tail.ts';
import type { AnswerWords } from './words.ts';
import { WorkerLost } from './worker/client.ts';
import type { AnswerReply } from './worker/protocol.ts';
import { reader } from './workers.ts';

/** Between two drawings of a growing answer: smooth to read, and most of the time is left to the page. */
const PACE_MS = 40;
/** A reader that takes longer is not waited for: the text is shown as it came. */
const PLAIN_AFTER_MS = 300;

let answers = 0;

/**
 * Draws an answer into `root`: sends its text to the worker, one request at a time, and draws what comes back. While
 * the worker is late, and for good when it hung over this answer, the text stands behind the root as it came.
 */
export function createGrowth(container: HTMLElement, root: HTMLElement, words: AnswerWords): AnswerView {
  const canvas = createCanvas(root, words);
  const tail = createTail(container);
  const id = ++answers;

  let text = '';
  /** How much of the text the worker has; `whole`: it needs all of it, as it has another text or none. */
  let sent = 0;
  let whole = true;
  /** Of the worker that knows what is drawn. */
  let generation = 0;
  let drawn = 0;
  let late = false;
  let ended = false;
  let state: 'growing' | 'settled' | 'plain' | 'disposed' = 'growing';
  let running: Promise<void> | null = null;

  function work(): Promise<void> {
    // Not at once, so that a text that comes whole is read once.
    running ??= Promise.resolve()
      .then(run)
      .finally(() => {
        running = null;
      });
    return running;
  }

  async function run(): Promise<void> {
    while (state === 'growing' && (sent < text.length || whole || ended)) {
      const began = performance.now();
      try {
        await drawNext();
      } catch (error) {
        if (!(error instanceof WorkerLost)) throw error;
        whole = true;
        if (error.guilty) bePlain();
      }
      if (!ended) await pause(began + PACE_MS - performance.now());
    }
  }

  /** Sends what has come, and draws what that changes. */
  async function drawNext(): Promise<void> {
    const all = whole || generation !== reader.generation;
    const [last, upTo] = [ended, text.length];
    const asked = reader.ask({ kind: 'text', id, text: all ? text : text.slice(sent), whole: all, last });
    [sent, whole, generation] = [upTo, false, reader.generation];
    const timer = setTimeout(() => {
      late = true;
      showText();
    }, PLAIN_AFTER_MS);
    try {
      await drawAll(await asked);
    } finally {
      clearTimeout(timer);
      late = false;
    }
    drawn = upTo;
    if (state !== 'growing') return;
    tail.show('');
    if (last && !whole && upTo === text.length) state = 'settled';
  }

  async function drawAll(first: AnswerReply): Promise<void> {
    let reply = first;
    for (;;) {
      if (state !== 'growing') return;
      canvas.apply(reply.changes);
      if (!reply.more) return;
      await nextSlice();
      reply = await reader.ask({ kind: 'more', id });
      // The other slices went down with the worker that had made them.
      if (generation !== reader.generation) throw new WorkerLost(false);
    }
  }

  function showText(): void {
    if (state === 'plain') tail.show(text);
    else if (late) tail.show(text.slice(drawn));
  }

  function bePlain(): void {
    state = 'plain';
    root.remove();
    container.replaceChildren();
    showText();
  }

  function changed(): void {
    showText();
    if (state === 'settled') state = 'growing';
    void work();
  }

  /** What the worker keeps of it. */
  function forget(): void {
    if (generation === reader.generation) reader.ask({ kind: 'forget', id }).catch(() => {});
    whole = true;
  }

  return {
    append(delta) {
      if (delta === '') return;
      text += delta;
      changed();
    },
    replace(next) {
      text = next;
      [sent, drawn, whole] = [0, 0, true];
      changed();
    },
    async finish() {
      ended = true;
      while (state === 'growing') await work();
      forget();
    },
    get text() {
      return text;
    },
    dispose() {
      state = 'disposed';
      forget();
    },
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}
