import { expect, onTestFinished, test } from 'vitest';
import { createNllbEngine } from '../../../src/experts/nllb/client.ts';
import { startNllb } from '../../doubles/nllb/server.ts';

/** What reached the service for a message; `detected` is what its own detector says. */
async function reached(message: string, detected = 'eng_Latn') {
  const nllb = await startNllb({ language: () => detected });
  onTestFinished(() => nllb.close());
  const engine = createNllbEngine({ url: nllb.url, apiKey: null });
  const request = { messages: [{ role: 'user' as const, content: message }], maxTokens: 100 };
  for await (const _ of engine.generate(request, new AbortController().signal));
  return {
    translated: nllb.translations.map(({ text, source, target }) => ({ text, source, target })),
    asked: nllb.requests.filter(({ path }) => path === '/api/v4/language').map(({ text }) => text),
  };
}

const ENGLISH = 'The meeting has been moved to Thursday.';
const CHINESE = '会议改到星期四了。';
const ARABIC = 'تم نقل الاجتماع إلى يوم الخميس.';
const HINDI = 'बैठक गुरुवार को स्थानांतरित कर दी गई है।';
const SWAHILI = 'Mkutano umehamishiwa siku ya Alhamisi.';

test.each([
  ['to Chinese', ENGLISH, 'eng_Latn', 'zho_Hans'],
  ['to English', CHINESE, 'zho_Hans', 'eng_Latn'],
  ['to Arabic', ENGLISH, 'eng_Latn', 'arb_Arab'],
  ['to English', ARABIC, 'arb_Arab', 'eng_Latn'],
  ['翻译成阿拉伯语', CHINESE, 'zho_Hans', 'arb_Arab'],
  ['to Chinese', ARABIC, 'arb_Arab', 'zho_Hans'],
  ['to Hindi', ENGLISH, 'eng_Latn', 'hin_Deva'],
  ['翻译成印地语', CHINESE, 'zho_Hans', 'hin_Deva'],
  ['to Swahili', ENGLISH, 'eng_Latn', 'swh_Latn'],
  ['翻译成斯瓦希里语', CHINESE, 'zho_Hans', 'swh_Latn'],
  ['to Swahili', ARABIC, 'arb_Arab', 'swh_Latn'],
])('%s: %j is asked from %s to %s, without the detector', async (head, text, source, target) => {
  expect(await reached(`${head}: ${text}`)).toEqual({ translated: [{ text, source, target }], asked: [] });
});

test.each([
  ['to English', HINDI, 'hin_Deva', 'eng_Latn'],
  ['to Chinese', HINDI, 'hin_Deva', 'zho_Hans'],
  ['to English', SWAHILI, 'swh_Latn', 'eng_Latn'],
  ['to Chinese', SWAHILI, 'swh_Latn', 'zho_Hans'],
  ['to Hindi', SWAHILI, 'swh_Latn', 'hin_Deva'],
])('%s: of %j the detector is asked, and %s goes to %s', async (head, text, source, target) => {
  expect(await reached(`${head}: ${text}`, source)).toEqual({
    translated: [{ text, source, target }],
    asked: [text],
  });
});

test.each([
  ['صباح الخير', 'arb_Latn', 'arb_Arab'],
  ['selamat pagi', 'msa_Latn', 'zsm_Latn'],
  ['Муур дэвсгэр дээр', 'mon_Cyrl', 'khk_Cyrl'],
])('what the detector calls by another name than NLLB does is put right: %s', async (text, said, source) => {
  const { translated } = await reached(`to English: ${text}`, said);
  expect(translated).toEqual([{ text, source, target: 'eng_Latn' }]);
});
