import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { printSections } from '../../src/doctor/print.ts';

const sections = [
  { title: 'One', findings: [{ level: 'ok' as const, what: 'fine', mend: null }] },
  { title: 'Two', findings: [{ level: 'problem' as const, what: 'broken', mend: 'Mend it.' }] },
];
const TEXT = `One
  ok       fine

Two
  problem  broken
           → Mend it.

1 problem, no warnings.
`;

test('findings are lines, and under each how to mend it', () => {
  expect(printSections(sections, false)).toBe(TEXT);
});

test('colours change nothing but the colours', () => {
  const coloured = printSections(sections, true);
  expect(coloured).not.toBe(TEXT);
  expect(stripVTControlCharacters(coloured)).toBe(TEXT);
});

test('what a server says cannot steer the terminal', () => {
  const findings = [{ level: 'warning' as const, what: 'serves \u001b]0;owned\u0007\nx', mend: null }];
  const printed = printSections([{ title: 'T', findings }], false);
  expect(printed).toContain('serves \u{fffd}]0;owned\u{fffd}\u{fffd}x');
});
