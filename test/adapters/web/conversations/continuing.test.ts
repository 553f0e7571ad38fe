import { expect, test } from 'vitest';
import { continuation, continuedBy } from '../../../../adapters/web/conversations/continuing.ts';
import { asksToGoOn } from '../../../../src/experts/profiles/go-on.ts';
import type { KeptTurn } from '../../../../src/switchboard.ts';
import { receipt } from '../../../support/turns.ts';

const cut = (text: string) =>
  ({ id: 'turn_1', text, origin: null, receipt: receipt('half', { finish: 'length' }) }) as KeptTurn;

test.each([
  ['Tell me all about the history of the steam engine', 'continue'],
  ['Erzähle mir bitte die ganze Geschichte der Dampfmaschine', 'weiter'],
  ['Racontez-moi toute l’histoire de la machine à vapeur', 'continuez'],
  ['请讲讲蒸汽机的历史', '继续'],
  ['蒸気機関の歴史について教えてください', '続けて'],
  ['증기 기관의 역사를 모두 알려 주세요', '계속'],
  ['Расскажи мне всю историю паровой машины', 'продолжай'],
  ['Simulia historia yote ya injini ya mvuke', 'continue'],
])('an answer to %j goes on at “%s”, which the experts know', async (question, words) => {
  const turn = cut(question);
  const message = await continuation(turn, turn, 'en');
  expect(message).toEqual({ text: words, forced: 'general', origin: { continues: 'turn_1' } });
  expect(asksToGoOn(message.text)).toBe(true);
});

test('what goes on a second time is asked with the same word', async () => {
  const turn = { ...cut('weiter'), origin: { continues: 'turn_0' } };
  expect((await continuation(turn, turn, 'en')).text).toBe('weiter');
});

test('what an origin of another kind says is not taken for it', () => {
  for (const origin of [null, undefined, {}, { continues: 3 }]) expect(continuedBy(origin)).toBeNull();
});
