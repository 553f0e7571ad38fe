import { expect, test } from 'vitest';
import { identifyLanguage } from '../../src/translation/identify.ts';

test.each([
  ['The meeting has been moved to Thursday.', 'eng_Latn'],
  ['Das Treffen wurde auf Donnerstag verschoben.', 'deu_Latn'],
  ['La réunion a été déplacée à jeudi.', 'fra_Latn'],
  ['تم نقل الاجتماع إلى يوم الخميس.', 'arb_Arab'],
  ['جلسه به پنجشنبه منتقل شد.', 'pes_Arab'],
  ['会议改到星期四了。', 'zho_Hans'],
  ['會議改到星期四了，請告訴我們。', 'zho_Hant'],
  ['会議は木曜日に変更されました。', 'jpn_Jpan'],
  ['회의가 목요일로 변경되었습니다.', 'kor_Hang'],
  ['Cuộc họp đã được chuyển sang thứ Năm.', 'vie_Latn'],
])('%j is %s for sure', async (text, code) => {
  expect(await identifyLanguage(text)).toEqual({ code, sure: true });
});

test.each([
  ['hello', 'eng_Latn'],
  ['बैठक गुरुवार को स्थानांतरित कर दी गई है।', 'hin_Deva'],
  ['', 'eng_Latn'],
  ['დილა', 'kat_Geor'],
])('%j is %s for all that is known', async (text, code) => {
  expect((await identifyLanguage(text)).code).toBe(code);
});

test.each([
  'Mkutano umehamishiwa Alhamisi.',
  'Habari za asubuhi, rafiki yangu. Leo ni siku nzuri sana na tunakwenda sokoni.',
  'Umhlangano ususiwe wabekwa ngoLwesine.',
  'Жиналыс бейсенбіге ауыстырылды.',
  'ok',
])('of %j it is not sure', async (text) => {
  expect((await identifyLanguage(text)).sure).toBe(false);
});
