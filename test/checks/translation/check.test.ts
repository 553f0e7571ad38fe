import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkTranslation } from '../../../src/checks/translation/check.ts';
import { ROWS } from './parallel.ts';
import { SHORT } from './short.ts';

const PAIRS = ROWS.flatMap((row) =>
  Object.entries(row).flatMap(([from, source]) =>
    Object.entries(row).flatMap(([to, answer]) => (from === to ? [] : [{ from, to, source, answer }])),
  ),
);

test('no correct translation of the table is said to be wrong', async () => {
  const verdicts = await Promise.all(
    PAIRS.map(async (pair) => ({ ...pair, ...(await checkTranslation(pair.source, pair.answer, pair)) })),
  );
  const alarms = verdicts.filter(({ status }) => status === 'failed');
  console.log(`translation: ${alarms.length} false alarms in ${PAIRS.length} pairs`);
  expect(PAIRS.length).toBeGreaterThanOrEqual(150);
  expect(new Set(alarms.map(({ detail, from, to }) => `${from} ${to} ${detail}`))).toEqual(new Set());
});

test('no short string, name or message is said to be wrong', async () => {
  const alarms: string[] = [];
  for (const [from, to, source, answer] of SHORT) {
    const { detail, status } = await checkTranslation(source, answer, { from, to });
    if (status === 'failed') alarms.push(`${source} → ${answer}: ${detail}`);
  }
  expect(alarms).toEqual([]);
  expect(PAIRS.length + SHORT.length).toBeGreaterThanOrEqual(300);
});

/** What small models do to a text; each only where the text has what is lost. */
const INJECTED: readonly ((answer: string, source: string) => string)[] = [
  (_, source) => source,
  (answer) => answer.replace(/\d{3}/, '999'),
  (answer) => answer.replace(/https?:\/\/\S+/, ''),
  (answer) => answer.replace(/`[^`]+`/, ''),
  (answer) => answer.replace(/\{\w+\}/, ''),
  (answer) => `${answer} `.repeat(12),
  (answer) => answer.slice(0, Math.ceil(answer.length / 6)),
];

test('errors put into correct translations are mostly noticed', async () => {
  let changed = 0;
  let noticed = 0;
  for (const { answer, from, source, to } of PAIRS) {
    for (const inject of INJECTED) {
      const wrong = inject(answer, source);
      if (wrong === answer) continue;
      changed++;
      if ((await checkTranslation(source, wrong, { from, to })).status === 'failed') noticed++;
    }
  }
  console.log(`translation: ${noticed} of ${changed} injected errors noticed`);
  expect(changed).toBeGreaterThan(1_000);
  expect(noticed / changed).toBeGreaterThan(0.85);
});

test('a translation into another language than the wanted one is noticed', async () => {
  const chinese = ROWS[0]?.zho_Hans ?? '';
  for (const row of ROWS) {
    const verdict = await checkTranslation(chinese, row.deu_Latn ?? '', { from: 'zho_Hans', to: 'fra_Latn' });
    expect(verdict.wrong).toContainEqual({ kind: 'language', text: 'It is in German, not French.' });
  }
});

const ENGLISH = ROWS[0]?.eng_Latn ?? '';
const GERMAN = ROWS[0]?.deu_Latn ?? '';
const NOTES = { source: ROWS[1]?.eng_Latn ?? '', answer: ROWS[1]?.deu_Latn ?? '' };
const ORDER = { source: ROWS[2]?.eng_Latn ?? '', answer: ROWS[2]?.deu_Latn ?? '' };

test.each([
  ['a changed number', ENGLISH, GERMAN.replace('214', '241'), 'number'],
  ['an echo', ENGLISH, ENGLISH, 'echo'],
  ['half of it', ENGLISH.repeat(4), GERMAN, 'length'],
  ['ten times the text', ENGLISH, GERMAN.repeat(10), 'length'],
  ['an address changed', NOTES.source, NOTES.answer.replace('example.org', 'beispiel.org'), 'address'],
  ['code changed', NOTES.source, NOTES.answer.replace('npm install', 'npm einrichten'), 'code'],
  ['a placeholder translated', ORDER.source, ORDER.answer.replace('{name}', '{Name}'), 'placeholder'],
])('%s is noticed', async (_, source, answer, kind) => {
  const { status, wrong } = await checkTranslation(source, answer, { from: 'eng_Latn', to: 'deu_Latn' });
  expect(status).toBe('failed');
  expect(wrong?.map((one) => one.kind)).toContain(kind);
});

test('a text of which only the beginning is read says so', async () => {
  const { detail, isWhole, status } = await checkTranslation(
    `${ENGLISH}\n`.repeat(200),
    `${GERMAN}\n`.repeat(200),
    { from: 'eng_Latn', to: 'deu_Latn' },
  );
  expect({ status, isWhole }).toEqual({ status: 'passed', isWhole: false });
  expect(detail).toContain('Only the first part was read');
});

test('two words are too few to be judged', async () => {
  const verdict = await checkTranslation('Good morning', 'Guten Morgen', {
    from: 'eng_Latn',
    to: 'deu_Latn',
  });
  expect(verdict.status).toBe('skipped');
});

test('no text makes it throw, and 100 KB are read to an end', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: 'grapheme', maxLength: 300 }),
      fc.string({ maxLength: 300 }),
      async (source, answer) => {
        const { status } = await checkTranslation(source, answer, { from: null, to: 'fra_Latn' });
        expect(['passed', 'failed', 'skipped']).toContain(status);
      },
    ),
    { numRuns: 150 },
  );
  for (const piece of ['`', '{', '[a](', '1,', '万', 'a ', '```\n', '<b>', '12 345 ']) {
    const text = piece.repeat(Math.ceil(100_000 / piece.length));
    const { status } = await checkTranslation(text, text, { from: 'eng_Latn', to: 'deu_Latn' });
    expect(['passed', 'failed', 'skipped']).toContain(status);
  }
});
