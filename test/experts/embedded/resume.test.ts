import { expect, test } from 'vitest';
import { resume } from '../../../src/experts/embedded/resume.ts';

test.each([
  [200, null, 0, 'restart'],
  [200, null, 100, 'restart'],
  [206, 'bytes 100-199/200', 100, 'append'],
  [206, 'bytes 0-199/200', 100, 'restart'],
  [206, 'bytes 50-199/200', 100, 'discard'],
  [206, null, 100, 'discard'],
  [416, 'bytes */50', 100, 'discard'],
  [416, null, 0, 'refused'],
  [429, null, 0, 'again'],
  [503, null, 100, 'again'],
  [404, null, 0, 'refused'],
  [401, null, 0, 'refused'],
] as const)('%i with Content-Range %s and %i bytes there means %s', (status, range, have, meaning) => {
  expect(resume(status, range, have)).toBe(meaning);
});
