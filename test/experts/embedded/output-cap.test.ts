import { expect, test } from 'vitest';
import { outputCap } from '../../../src/experts/embedded/output-cap.ts';
import { ExpertError } from '../../../src/experts/errors.ts';

test.each([
  [100, 50, 1_000, 50, 'what was asked for, where it fits'],
  [980, 50, 1_000, 20, 'what the window leaves, where it does not'],
  [984, 50, 1_000, 16, 'as few as 16'],
  [999, 1, 1_000, 1, 'fewer, when no more were asked for'],
])('prompt %i, asked %i, window %i: %i (%s)', (prompt, asked, window, cap) => {
  expect(outputCap(prompt, asked, window)).toBe(cap);
});

test.each([
  [985, 50],
  [1_000, 1],
  [5_000, 50],
])(
  'a prompt of %i tokens is refused when %i more are asked for, with the size of the window',
  (prompt, asked) => {
    const attempt = () => outputCap(prompt, asked, 1_000);
    expect(attempt).toThrow(ExpertError);
    expect(attempt).toThrow(expect.objectContaining({ code: 'context_overflow', window: 1_000 }));
  },
);
