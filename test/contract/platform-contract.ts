import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Running } from '../support/processes.ts';
import { startBot } from './bot.ts';
import { FORMULA, longAnswer, wordsIn } from './long-answer.ts';
import { type PlainModel, startPlainModel } from './plain-model.ts';
import { countWords, firstDifference, HOSTILE, isFinal, prose, readAll, readable, STOP } from './reading.ts';
import { type ScriptedModel, startScriptedModel } from './scripted-model.ts';
import type { Room, Said, Shown, Stage } from './stage.ts';

/** Slow enough that people see it grow. */
const TOKEN_MS = 8;
/** An answer of about 2.4 s. */
const SLOW_TOKENS = 300;
const PATIENCE = { timeout: 30_000, interval: 50 };
/** A start takes its time where much runs side by side. */
const RESTART_PATIENCE = { timeout: 40_000, interval: 50 };
const RETRY = /retry|again|重/i;
/** A message that goes to the general expert whatever the router makes of the bare word. */
const story = (word: string) => `tell me a story about ${word}`;

/**
 * What every chat platform's adapter keeps, seen as people see it. The bot is a process of its own, with real turns
 * and a real inbox; the platform is a double, the model is scripted.
 */
export function describePlatform(name: string, open: () => Promise<Stage>): void {
  describe(`${name} adapter`, { timeout: 60_000 }, () => {
    let stage: Stage;
    let bot: Running;
    let folder: string;
    /** Takes its time. */
    let general: ScriptedModel;
    /** Is quick; messages get there by `/code`. */
    let quick: ScriptedModel;
    /** Says something very long; messages get there by `/math`. */
    let long: PlainModel;
    const { markdown, words } = longAnswer();
    const models = () => ({ general: general.url, code: quick.url, math: long.url });

    beforeAll(async () => {
      stage = await open();
      folder = await mkdtemp(join(tmpdir(), 'switchboard-contract-'));
      general = await startScriptedModel(TOKEN_MS);
      quick = await startScriptedModel(0, 50);
      long = await startPlainModel(markdown);
      bot = await startBot({ stage, dataDir: folder, models: models() });
    });
    afterAll(async () => {
      await bot?.stop('SIGKILL');
      await Promise.all([general?.close(), quick?.close(), long?.close(), stage?.close()]);
      await rm(folder, { recursive: true, force: true });
    });
    beforeEach(({ onTestFailed }) => {
      onTestFailed(() => console.error(bot.stderr()));
    });

    /** The standing answers to a message, once they end with `word`, in their final form. */
    async function final(
      room: Room,
      said: Said,
      word: string,
      patience = PATIENCE,
    ): Promise<readonly Shown[]> {
      const standing = () => room.answers(said).filter(({ deleted }) => !deleted);
      await until(() => expect(isFinal(standing(), word)).toBe(true), patience);
      return standing();
    }

    test.concurrent('killed in mid-answer, it ends the same reply after its restart, and its buttons still work', async () => {
      const own = await open();
      const dataDir = await mkdtemp(join(tmpdir(), 'switchboard-contract-'));
      const parts = { stage: own, dataDir, models: { general: general.url } };
      let killed = await startBot(parts);
      try {
        const room = own.room();
        general.answer('q-kill', prose(4_000));
        const said = await room.say(story('q-kill'));
        // An edit shows that the bot has stored what it posted: killed before, it may have to post it once more.
        await until(() => expect(room.answers(said)[0]?.versions.length ?? 0).toBeGreaterThan(1));
        const [before] = room.answers(said);
        await killed.stop('SIGKILL');
        general.answer('q-kill', `${prose(SLOW_TOKENS)} e-kill`);
        killed = await startBot(parts);
        const [after, ...others] = await final(room, said, 'e-kill', RESTART_PATIENCE);
        expect(others).toEqual([]);
        expect(after?.id).toBe(before?.id);
        expect(countWords(after?.text ?? '')).toBe(SLOW_TOKENS);
        if (after === undefined) throw new Error('no answer');
        general.answer('q-kill', 'Short. e-again');
        await room.press(after, RETRY);
        expect((await final(room, said, 'e-again'))[0]?.id).toBe(before?.id);
        expect(own.violations()).toEqual([]);
      } finally {
        await killed.stop('SIGKILL');
        await own.close();
        await rm(dataDir, { recursive: true, force: true });
      }
    });

    test.concurrent('a mention is answered by one message that grows, and ends with receipt and buttons', async () => {
      const room = stage.room();
      general.answer('q-grow', `${prose(SLOW_TOKENS)} e-grow`);
      const [answer, ...others] = await final(room, await room.say(story('q-grow')), 'e-grow');
      expect(others).toEqual([]);
      const grown = answer?.versions.map((text) => countWords(text)) ?? [];
      expect(new Set(grown).size).toBeGreaterThan(2);
      expect(grown).toEqual(grown.toSorted((one, other) => one - other));
      expect(countWords(answer?.text ?? '')).toBe(SLOW_TOKENS);
      expect(answer?.text).toMatch(/general/i);
      expect(answer?.buttons.length).toBeGreaterThan(1);
      expect(answer?.buttons.some((label) => STOP.test(label))).toBe(false);
    });

    test.concurrent('an answer that is there at once is posted once', async () => {
      const room = stage.room();
      quick.answer('q-once', 'Short. e-once');
      const [answer, ...others] = await final(room, await room.say('/code q-once'), 'e-once');
      expect(others).toEqual([]);
      expect(answer?.versions).toHaveLength(1);
    });

    test.concurrent('a message to the bot alone needs no mention', async () => {
      const room = stage.direct();
      quick.answer('q-direct', 'Hello. e-direct');
      expect(await final(room, await room.say('/code q-direct'), 'e-direct')).toHaveLength(1);
    });

    test.concurrent('a message that is not meant for the bot is left alone', async () => {
      const room = stage.room();
      quick.answer('q-meant', 'For you. e-meant');
      const other = await room.mutter('q-other');
      await final(room, await room.say('/code q-meant'), 'e-meant');
      expect(room.answers(other)).toEqual([]);
      expect(quick.asked('q-other') + general.asked('q-other')).toBe(0);
    });

    test.concurrent('a slash command puts the message through to its expert', async () => {
      const room = stage.room();
      quick.answer('q-command', 'Four. e-command');
      await room.command('code q-command');
      await until(() => expect(isFinal(room.shown(), 'e-command')).toBe(true));
      expect(room.shown().at(-1)?.text).toMatch(/code/i);
      expect([quick.asked('q-command'), general.asked('q-command')]).toEqual([1, 0]);
    });

    test.concurrent('/help is shown to the one who asks', async () => {
      const room = stage.room();
      await room.command('help', 'bob');
      await until(() => expect(room.whispers('bob').join('\n')).toContain('translate'));
      expect(room.whispers('ann')).toEqual([]);
      expect(room.shown()).toEqual([]);
    });

    test.concurrent('stop ends the answer where it is; what was written stays', async () => {
      const room = stage.room();
      general.answer('q-stop', `${prose(4_000)} e-stop`);
      const said = await room.say(story('q-stop'));
      const pressable = () =>
        room.answers(said).find(({ buttons }) => buttons.some((label) => STOP.test(label)));
      await until(() => expect(countWords(room.answers(said)[0]?.text ?? '')).toBeGreaterThan(10));
      const shown = pressable();
      if (shown === undefined) await room.command('stop');
      else await room.press(shown, STOP);
      await until(() => expect(general.brokenOff('q-stop')).toBe(1));
      await until(() => expect(room.answers(said)[0]?.text ?? '').toMatch(/stopped|停止/i));
      const words = countWords(room.answers(said)[0]?.text ?? '');
      expect(words).toBeGreaterThan(10);
      expect(words).toBeLessThan(4_000);
    });

    test.concurrent('retry answers again, in the same place', async () => {
      const room = stage.room();
      quick.answer('q-retry', 'First. e-retry1');
      const said = await room.say('/code q-retry');
      const [first] = await final(room, said, 'e-retry1');
      if (first === undefined) throw new Error('no answer');
      quick.answer('q-retry', 'Second. e-retry2');
      await room.press(first, RETRY);
      const [second, ...others] = await final(room, said, 'e-retry2');
      expect(others).toEqual([]);
      expect(second?.id).toBe(first.id);
      expect(second?.text).not.toContain('e-retry1');
    });

    test.concurrent('the receipt says in words what was checked, and what came of it', async () => {
      const room = stage.room();
      const python = (code: string) => `\`\`\`python\n${code}\n\`\`\``;
      const broken = python('def f(x)\n    return x');
      // Asked again with its error, it gives what was told first for words of the new question.
      quick.answer('q-broken', `${broken}\n\ne-broken`);
      quick.answer('has these errors', `${python('def f(x):\n    return x')}\n\ne-mended`);
      quick.answer('有这些错误', `${python('def g(x):\n    return x')}\n\ne-mended-zh`);
      quick.answer('q-mend', `${broken}\n\ne-first`);
      quick.answer('q-right', `${python('print(1)')}\n\ne-right`);
      quick.answer('q-sketch', `${python('f(\n  ...')}\n\ne-sketch`);
      for (const [question, end, words] of [
        ['q-right', 'e-right', 'code syntax checked'],
        ['q-mend', 'e-mended', 'code syntax corrected'],
        ['q-broken', 'e-broken', 'code has a syntax error'],
        ['q-sketch', 'e-sketch', 'code syntax not checked'],
        ['写一个函数 q-mend', 'e-mended-zh', '代码语法已改正'],
      ] as const) {
        const answers = await final(room, await room.say(`/code ${question}`), end);
        expect(readable(answers.map(({ text }) => text).join('\n'))).toContain(words);
      }
    });

    test.concurrent('another expert can be asked, and says so', async () => {
      const room = stage.room();
      general.answer('q-another', 'From general. e-another1');
      quick.answer('q-another', 'From code. e-another2');
      const said = await room.say(story('q-another'));
      const [first] = await final(room, said, 'e-another1');
      if (first === undefined) throw new Error('no answer');
      await room.press(first, /^code$/i);
      const [second, ...others] = await final(room, said, 'e-another2');
      expect(others).toEqual([]);
      expect(second?.text).toMatch(/\bcode\b/i);
    });

    test.concurrent('buttons are for the one who asked: others are told so, and nothing happens', async () => {
      const room = stage.room();
      quick.answer('q-mine', 'For Ann. e-mine');
      const said = await room.say('/code q-mine');
      const [answer] = await final(room, said, 'e-mine');
      if (answer === undefined) throw new Error('no answer');
      await room.press(answer, RETRY, 'bob');
      await until(() => expect(room.whispers('bob')).toHaveLength(1));
      expect(quick.asked('q-mine')).toBe(1);
      expect(room.answers(said)).toEqual([answer]);
      await room.press(answer, /good|有帮助/i, 'ann');
      await until(() => expect(room.whispers('ann')).toHaveLength(1));
    });

    test.concurrent('an edited message has its answer rewritten, and the old one is out of the context', async () => {
      const room = stage.room();
      quick.answer('q-edit', 'About the first. e-edit1');
      const said = await room.say('/code q-edit');
      const [first] = await final(room, said, 'e-edit1');
      quick.answer('q-other-edit', 'About the second. e-edit2');
      await room.edit(said, '/code q-other-edit');
      const [second, ...others] = await final(room, said, 'e-edit2');
      expect(others).toEqual([]);
      expect(second?.id).toBe(first?.id);
      expect(second?.text).not.toContain('e-edit1');
      expect(quick.context('q-other-edit')).not.toMatch(/q-edit|e-edit1/);
    });

    test.concurrent('a deleted message takes its answer with it, also in mid-answer', async () => {
      const room = stage.room();
      general.answer('q-gone', `${prose(4_000)} e-gone`);
      const said = await room.say(story('q-gone'));
      await until(() => expect(countWords(room.answers(said)[0]?.text ?? '')).toBeGreaterThan(10));
      await room.remove(said);
      await until(() => expect(room.answers(said).every(({ deleted }) => deleted)).toBe(true));
      await until(() => expect(general.brokenOff('q-gone')).toBe(1));
    });

    test.concurrent('a message that is delivered again is answered once', async () => {
      const room = stage.room();
      quick.answer('q-twice', 'Once. e-twice');
      const said = await room.say('/code q-twice');
      await room.deliverAgain(said);
      await final(room, said, 'e-twice');
      await room.deliverAgain(said);
      quick.answer('q-after', 'After. e-after');
      await final(room, await room.say('/code q-after'), 'e-after');
      expect(room.answers(said)).toHaveLength(1);
      expect(quick.asked('q-twice')).toBe(1);
    });

    test.concurrent('five messages at once are answered five times, in order', async () => {
      const room = stage.room();
      const numbers = [1, 2, 3, 4, 5];
      for (const number of numbers) quick.answer(`q-five-${number}`, `Answer ${number}. e-five-${number}`);
      const said = await Promise.all(numbers.map((number) => room.say(`/code q-five-${number}`)));
      const answers: string[] = [];
      for (const [index, message] of said.entries()) {
        const [answer, ...others] = await final(room, message, `e-five-${index + 1}`);
        expect(others).toEqual([]);
        answers.push(answer?.id ?? '');
      }
      const asShown = room.shown().map(({ id }) => id);
      expect(asShown.filter((id) => answers.includes(id))).toEqual(answers);
    });

    test.concurrent('40,000 characters with code, a table and math are shown whole and in order', async () => {
      const room = stage.room();
      const said = await room.say('/math tell me all');
      const standing = () => room.answers(said).filter(({ deleted }) => !deleted);
      await until(() => expect(isFinal(standing(), words.at(-1) ?? '')).toBe(true));
      const read = standing().map(readAll).join('\n');
      expect(firstDifference(wordsIn(read), words)).toBeNull();
      expect(read).toMatch(FORMULA);
      expect(markdown.length).toBeGreaterThan(40_000);
    });

    test.concurrent('when it is told to slow down, it does, and nothing is lost', async () => {
      const room = stage.room();
      general.answer('q-storm', `${prose(SLOW_TOKENS)} e-storm`);
      const said = await room.say(story('q-storm'));
      await until(() => expect(room.answers(said).length).toBeGreaterThan(0));
      room.storm(3, 1);
      const answers = await final(room, said, 'e-storm');
      expect(room.stormed()).toBeGreaterThan(0);
      expect(answers).toHaveLength(1);
      expect(countWords(answers[0]?.text ?? '')).toBe(SLOW_TOKENS);
    });

    test.concurrent.each([
      ['at once', 'q-hostile', `${HOSTILE} e-hostile`],
      ['as it is written', 'q-slow-hostile', `${prose(SLOW_TOKENS)}\n\n${HOSTILE} e-hostile`],
    ])(
      'hostile output that comes %s is text: nobody is called, nothing fetched',
      async (_how, word, text) => {
        const room = stage.room();
        general.answer(word, text);
        const [answer] = await final(room, await room.say(word), 'e-hostile');
        const read = readable(answer?.text ?? '');
        for (const part of ['<!channel>', '@here', '@everyone', 'evil.example']) expect(read).toContain(part);
        expect(answer?.buttons.join(' ')).not.toContain('Forged');
      },
    );

    test('comes back when the platform cuts the connection', async () => {
      const room = stage.room();
      quick.answer('q-cut', 'Still here. e-cut');
      await stage.cut();
      expect(await final(room, await room.say('/code q-cut'), 'e-cut')).toHaveLength(1);
    });

    test('nothing that it sent was against the rules of the platform', () => {
      expect(stage.violations()).toEqual([]);
    });
  });
}

/** Waits until nothing in it throws. */
const until = (assertion: () => void, patience = PATIENCE): Promise<void> => vi.waitFor(assertion, patience);
