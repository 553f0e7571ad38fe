import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AnswerEvent } from '../../../../src/conversation/types.ts';
import { formatEvent } from '../../../../src/gateway/sse.ts';

type Parse = (text: string) => { event: string; data: unknown }[];
const module = new URL('../../../../adapters/web/page/sse.js', import.meta.url).href;
const { createEventParser } = (await import(module)) as { createEventParser: () => Parse };

test('the page reads what the server writes, however the network cuts it', () => {
  const texts = fc.array(fc.string({ unit: 'binary' }), { maxLength: 5 });
  fc.assert(
    fc.property(texts, fc.array(fc.integer({ min: 1, max: 30 })), (deltas, cuts) => {
      const events = deltas.map(
        (delta): AnswerEvent => ({ event: 'text', data: { delta: delta.toWellFormed() } }),
      );
      let stream = `: keep-alive\n\n${events.map(formatEvent).join(': keep-alive\n\n')}`;
      const parse = createEventParser();
      const read = cuts.flatMap((length) => {
        const piece = stream.slice(0, length);
        stream = stream.slice(length);
        return parse(piece);
      });
      expect([...read, ...parse(stream)]).toEqual(events);
    }),
  );
});

test('separators of JavaScript’s own lines are text', () => {
  const event: AnswerEvent = { event: 'text', data: { delta: 'a\u2028b\u2029c\rd' } };
  expect(createEventParser()(formatEvent(event))).toEqual([event]);
});

test('half an event is no event', () => {
  const parse = createEventParser();
  expect(parse('event: done\ndata: {"id":1}\n')).toEqual([]);
  expect(parse('\n')).toEqual([{ event: 'done', data: { id: 1 } }]);
});
