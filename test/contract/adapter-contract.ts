import { afterEach, describe, expect, test } from 'vitest';
import type { ExpertName } from '../../src/conversation/types.ts';
import { SwitchboardError } from '../../src/errors.ts';
import type { Switchboard } from '../../src/switchboard.ts';
import { createFakeSwitchboard, type FakeOptions } from '../support/fake-switchboard.ts';

export interface ContractQuestion {
  readonly text: string;
  /** The platform's own name of the conversation. */
  readonly conversation: string;
  readonly expert?: ExpertName;
}

/** What a person on the platform sees in the end. */
export interface Shown {
  readonly text: string;
  /** The sentence that says what went wrong; null when nothing did. */
  readonly error: string | null;
}

/** A person on the platform. */
export interface Person {
  /** Asks, and resolves when the answer has ended. Aborting is going away, or pressing stop. */
  ask(question: ContractQuestion, signal?: AbortSignal): Promise<Shown>;
  close(): Promise<void>;
}

/** What every adapter keeps, whatever its platform. `start` puts the adapter over a switchboard. */
export function describeAdapter(name: string, start: (switchboard: Switchboard) => Promise<Person>): void {
  describe(`${name} adapter`, () => {
    let person: Person | undefined;
    const open = async (options?: FakeOptions) => {
      const switchboard = createFakeSwitchboard(options);
      person = await start(switchboard);
      return { switchboard, person };
    };
    afterEach(async () => {
      await person?.close();
      person = undefined;
    });

    test('shows the answer whole and in order', async () => {
      const { person } = await open();
      const text = 'one two\nthree 四 👩‍🚀 "five"';
      expect(await person.ask({ text, conversation: 'a' })).toEqual({
        text: `You said: ${text}`,
        error: null,
      });
    });

    test('keeps the conversation', async () => {
      const { switchboard, person } = await open();
      await person.ask({ text: 'one', conversation: 'a' });
      await person.ask({ text: 'two', conversation: 'a' });
      const [first, second] = switchboard.messages;
      expect(second?.conversation).toBe(first?.conversation);
      expect(second?.id).not.toBe(first?.id);
    });

    test('passes on the expert that was asked for, and none otherwise', async () => {
      const { switchboard, person } = await open();
      await person.ask({ text: 'one', conversation: 'a', expert: 'math' });
      await person.ask({ text: 'two', conversation: 'a' });
      expect(switchboard.messages.map(({ forced }) => forced)).toEqual(['math', null]);
    });

    test('keeps two conversations apart', async () => {
      const { switchboard, person } = await open();
      await person.ask({ text: 'one', conversation: 'a' });
      await person.ask({ text: 'two', conversation: 'b' });
      const keys = switchboard.messages.map(({ conversation }) => conversation);
      expect(new Set(keys).size).toBe(2);
      for (const key of keys) expect(await switchboard.turns(key)).toHaveLength(1);
    });

    test('stops the model when the person goes away, and the conversation goes on', async () => {
      let slow = true;
      const { switchboard, person } = await open({
        answer: async function* (text, signal) {
          yield `to ${text}`;
          if (slow) await new Promise((resolve) => signal.addEventListener('abort', resolve));
        },
      });
      const leave = new AbortController();
      const left = person.ask({ text: 'one', conversation: 'a' }, leave.signal).catch(() => null);
      await expect.poll(() => switchboard.running()).toBe(1);
      leave.abort();
      await switchboard.whenStopped();
      await left;
      slow = false;
      expect(await person.ask({ text: 'two', conversation: 'a' })).toEqual({ text: 'to two', error: null });
    });

    test.each([
      ['before the first word', ''],
      ['in mid-answer', 'half'],
    ])('says an error %s in words, and the conversation goes on', async (_when, before) => {
      let fails = true;
      const { person } = await open({
        answer: async function* (text) {
          if (fails && before !== '') yield before;
          if (fails) throw new SwitchboardError('expert_unavailable', 'The model rests; try again.');
          yield text;
        },
      });
      const failed = await person.ask({ text: 'one', conversation: 'a' });
      expect(failed).toEqual({ text: before, error: 'The model rests; try again.' });
      fails = false;
      expect(await person.ask({ text: 'two', conversation: 'a' })).toEqual({ text: 'two', error: null });
    });

    test('shows an answer of 40,000 characters whole', async () => {
      const pieces = Array.from({ length: 4_000 }, (_, index) => `${String(index).padStart(8, ' ')}\n\n`);
      const { person } = await open({
        answer: async function* () {
          yield* pieces;
        },
      });
      const { text } = await person.ask({ text: 'long', conversation: 'a' });
      expect(text).toBe(pieces.join(''));
      expect(text).toHaveLength(40_000);
    });
  });
}
