import { EventEmitter, once } from 'node:events';
import type { AnswerEvent, TurnEvent } from '../protocol.ts';

export type LiveEvent = TurnEvent | AnswerEvent;

/**
 * The events of one turn, kept so that readers may begin at any time, each at its own speed. Text is kept once and
 * merged: who comes later, or reads slowly, gets it in fewer and longer pieces.
 */
export interface Recording {
  push(event: LiveEvent): void;
  /** No event follows. */
  end(): void;
  /** All events from the first on, until the end. @throws the signal's reason when it aborts */
  read(signal: AbortSignal): AsyncGenerator<LiveEvent>;
}

/** Null: it says nothing any more, since a later event says all of it. */
type Entry = { kind: 'text'; text: string } | { kind: 'other'; event: LiveEvent } | null;

/** Who reads along copies the block that grows with each piece; a whole answer would be copied thousands of times. */
const BLOCK_CHARACTERS = 4_096;

export function createRecording(): Recording {
  const entries: Entry[] = [];
  // As many readers as there are tabs.
  const changes = new EventEmitter().setMaxListeners(0);
  let ended = false;
  const changed = () => changes.emit('change');

  /** Forgets what the new event says anew. */
  function supersede(isOld: (entry: NonNullable<Entry>) => boolean): void {
    for (const [index, entry] of entries.entries()) {
      if (entry !== null && isOld(entry)) entries[index] = null;
    }
  }

  return {
    push(event) {
      const last = entries.at(-1);
      if (event.event === 'text') {
        if (last?.kind === 'text' && last.text.length < BLOCK_CHARACTERS) last.text += event.data.delta;
        else entries.push({ kind: 'text', text: event.data.delta });
      } else {
        if (event.event === 'replace')
          supersede((entry) => entry.kind === 'text' || isEvent(entry, 'replace'));
        if (event.event === 'queue') supersede((entry) => isEvent(entry, 'queue'));
        entries.push({ kind: 'other', event });
      }
      changed();
    },
    end() {
      ended = true;
      changed();
    },
    async *read(signal) {
      /** The entry to look at, and how many characters of its text were shown. */
      let [index, shown] = [0, 0];
      for (;;) {
        signal.throwIfAborted();
        let delta = '';
        for (let entry = entries[index]; entry?.kind === 'text' || entry === null; entry = entries[index]) {
          const text = entry?.text ?? '';
          delta += text.slice(shown);
          shown = text.length;
          // The last one may still grow.
          if (index === entries.length - 1) break;
          [index, shown] = [index + 1, 0];
        }
        const entry = entries[index];
        if (delta !== '') yield { event: 'text', data: { delta } };
        else if (entry?.kind === 'other') {
          index++;
          yield entry.event;
        } else if (ended) return;
        else await once(changes, 'change', { signal });
      }
    },
  };
}

function isEvent(entry: NonNullable<Entry>, name: LiveEvent['event']): boolean {
  return entry.kind === 'other' && entry.event.event === name;
}
