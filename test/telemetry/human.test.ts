import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { humanLine } from '../../src/telemetry/human.ts';

test('a line for people has time, level, words and fields, and no noise', () => {
  const line = {
    level: 40,
    time: 0,
    pid: 1,
    hostname: 'h',
    endpoint: 'http://x',
    status: null,
    msg: 'is down',
  };
  expect(stripVTControlCharacters(humanLine(JSON.stringify(line)))).toMatch(
    /^\d\d:\d\d:\d\d warn {2}is down {2}endpoint=http:\/\/x\n$/,
  );
});
