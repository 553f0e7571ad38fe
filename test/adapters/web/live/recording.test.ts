import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRecording, type LiveEvent } from '../../../../adapters/web/live/recording.ts';
import { textOf } from '../../../support/web-browser.ts';

const never = new AbortController().signal;
const text = (delta: string): LiveEvent => ({ event: 'text', data: { delta } });
const replace = (whole: string): LiveEvent => ({ event: 'replace', data: { text: whole } });
const queue = (position: number): LiveEvent => ({ event: 'queue', data: { position } });

async function all(events: AsyncIterable<LiveEvent>): Promise<LiveEvent[]> {
  const seen: LiveEvent[] = [];
  for await (const event of events) seen.push(event);
  return seen;
}

test('who comes late gets the text so far as one piece', async () => {
  const recording = createRecording();
  for (const delta of ['a', 'b', 'c']) recording.push(text(delta));
  recording.end();
  expect(await all(recording.read(never))).toEqual([text('abc')]);
});

test('so does who comes late to a long answer, and who read along saw the same', async () => {
  const recording = createRecording();
  const pieces = Array.from({ length: 2_000 }, (_, index) => `piece ${index} `);
  const early = recording.read(never);
  let seen = '';
  for (const piece of pieces) {
    recording.push(text(piece));
    const { value } = await early.next();
    seen += textOf([value as LiveEvent]);
  }
  recording.end();
  expect(seen).toBe(pieces.join(''));
  expect(await all(recording.read(never))).toEqual([text(pieces.join(''))]);
});

test('a reader waits for what is to come, and is told of the end', async () => {
  const recording = createRecording();
  const events = recording.read(never);
  const first = events.next();
  recording.push(text('a'));
  expect(await first).toEqual({ done: false, value: text('a') });
  const second = events.next();
  recording.end();
  expect(await second).toMatchObject({ done: true });
});

test('a reader that leaves gets nothing more', async () => {
  const recording = createRecording();
  const leaving = new AbortController();
  const next = recording.read(leaving.signal).next();
  leaving.abort();
  await expect(next).rejects.toThrow(/abort/i);
});

test('what a whole new text or a new place in the queue says anew is not told to who comes late', async () => {
  const recording = createRecording();
  for (const event of [queue(2), queue(1), text('wrong'), replace('half'), text('!'), replace('right')]) {
    recording.push(event);
  }
  recording.end();
  expect(await all(recording.read(never))).toEqual([queue(1), replace('right')]);
});

test('however many readers come, and however fast each reads, all see the same text in the end', async () => {
  const event = fc.oneof(
    fc.string({ maxLength: 5 }).map(text),
    fc.string({ maxLength: 5 }).map(replace),
    fc.nat(9).map(queue),
  );
  // A number: so many steps of that reader are taken.
  const steps = fc.array(fc.oneof(event, fc.record({ reader: fc.nat(2), times: fc.nat(3) })), {
    maxLength: 40,
  });
  await fc.assert(
    fc.asyncProperty(steps, async (script) => {
      const recording = createRecording();
      const readers = [0, 1, 2].map(() => {
        const seen: LiveEvent[] = [];
        const stream = recording.read(never);
        let pending: Promise<void> = Promise.resolve();
        const step = () => {
          pending = pending.then(async () => {
            const { done, value } = await stream.next();
            if (!done) seen.push(value);
          });
        };
        return { seen, step, stream, settled: () => pending };
      });
      let whole = '';
      for (const one of script) {
        if ('reader' in one) {
          for (let time = 0; time < one.times; time++) readers[one.reader]?.step();
          await Promise.resolve();
          continue;
        }
        recording.push(one);
        whole = textOf([{ event: 'text', data: { delta: whole } }, one]);
      }
      recording.end();
      for (const reader of readers) {
        await reader.settled();
        reader.seen.push(...(await all(reader.stream)));
        expect(textOf(reader.seen)).toBe(whole);
      }
    }),
  );
});
