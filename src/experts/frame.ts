import type { GenerateEvent } from './engine.ts';

/** What is shown around an answer; the model does not see it. */
export interface Frame {
  readonly before?: string;
  readonly after?: string;
  /** Shown when the model writes nothing between them. */
  readonly empty?: string;
  /** The prompt ends where a space belongs: the one that the model writes first is not shown. */
  readonly dropSpace?: true;
}

/**
 * Puts `before` in front of the first text, and `after` behind the last; `empty` where there is none. An answer that
 * came to its end loses its last line breaks where a frame is closed; one that did not keeps every byte, to go on with.
 */
export async function* framed(
  events: AsyncIterable<GenerateEvent>,
  { after, before, dropSpace, empty }: Frame,
): AsyncGenerator<GenerateEvent> {
  // A frame is not opened around white space: it might be all.
  let opening: string | null = before === undefined ? null : '';
  let spaceDue = dropSpace === true;
  let held = '';
  try {
    for await (const event of events) {
      if (event.type === 'text') {
        let text: string = event.delta;
        if (spaceDue && text !== '') {
          text = text.replace(/^ /, '');
          spaceDue = false;
        }
        if (opening !== null) {
          opening += text;
          if (opening.trim() === '') continue;
          text = `${before}${opening}`;
          opening = null;
        }
        if (after !== undefined) {
          text = held + text;
          held = lineBreaksAtEnd(text);
          text = text.slice(0, text.length - held.length);
        }
        if (text !== '') yield { type: 'text', delta: text };
        continue;
      }
      if (event.type === 'end') {
        const rest = event.finish === 'stop' ? '' : held;
        held = '';
        const last = opening === null ? rest + (after ?? '') : (empty ?? '');
        if (last !== '') yield { type: 'text', delta: last };
      }
      yield event;
    }
  } catch (error) {
    if (held !== '') yield { type: 'text', delta: held };
    throw error;
  }
}

function lineBreaksAtEnd(text: string): string {
  let from = text.length;
  while (text[from - 1] === '\n' || text[from - 1] === '\r') from--;
  return text.slice(from);
}
