import { describe, expect, test } from 'vitest';
import { excuseOf } from '../../../src/checks/code/excuses.ts';
import { parseCode } from '../../../src/checks/code/parse.ts';
import { correctSamples, type Sample } from './samples.ts';

const SAMPLES = correctSamples();
/** Of all code that is right. */
const FALSE_ALARMS_MAX = 0.01;
/** Of code that a bracket or a quote was taken from. */
const FOUND_MIN = 0.9;

async function isAlarm({ language, code }: Pick<Sample, 'language' | 'code'>): Promise<boolean> {
  return (await parseCode(language, code)) !== null && excuseOf(language, code) === null;
}

/** Without its last closing bracket, and without its first double quote; only where there is one. */
function damaged({ code, language }: Sample): { language: Sample['language']; code: string }[] {
  const bracket = /^(.*)[)\]}](.*?)$/s.exec(code);
  const quote = /^([^"]*)"([^"]*"[^"]*)$/s.exec(code);
  return [bracket, quote].flatMap((cut) => (cut === null ? [] : [{ language, code: `${cut[1]}${cut[2]}` }]));
}

describe('code that is right', () => {
  test('raises hardly an alarm, in any form in which models write it', async () => {
    expect(SAMPLES.length).toBeGreaterThanOrEqual(300);
    const alarms: string[] = [];
    for (const sample of SAMPLES) {
      if (await isAlarm(sample)) {
        alarms.push(`${JSON.stringify(await parseCode(sample.language, sample.code))}\n${sample.fenced}`);
      }
    }
    expect(alarms.length / SAMPLES.length, alarms.join('\n\n')).toBeLessThan(FALSE_ALARMS_MAX);
  });

  test('is mostly judged, and not waved through', async () => {
    const judged = [];
    for (const { language, code } of SAMPLES) judged.push((await parseCode(language, code)) === null);
    expect(judged.filter(Boolean).length / SAMPLES.length).toBeGreaterThan(0.75);
  });
});

test('a bracket or a quote that was taken away is found', async () => {
  const missed: string[] = [];
  let all = 0;
  for (const sample of SAMPLES) {
    // Sketches, sessions and the like are not judged at all.
    if ((await parseCode(sample.language, sample.code)) !== null || excuseOf(sample.language, sample.code))
      continue;
    for (const bad of damaged(sample)) {
      all++;
      if (!(await isAlarm(bad))) missed.push(`${bad.language}\n${bad.code}`);
    }
  }
  expect(all).toBeGreaterThan(100);
  expect((all - missed.length) / all, missed.join('\n--\n')).toBeGreaterThan(FOUND_MIN);
});
