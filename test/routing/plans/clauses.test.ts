import { describe, expect, test } from 'vitest';
import { readRequest } from '../../../src/routing/plans/clauses.ts';

const wishes = (part: string) => /translate|fix|solve|table|翻译|修|算|表/.test(part);
const clauses = (text: string) => readRequest(text, wishes).clauses;

describe('a message is divided', () => {
  test.each([
    ['translate it and fix it', ['translate it', 'and fix it']],
    ['Translate it, then fix it.', ['translate it,', 'then fix it.']],
    ['翻译一下，然后修好', ['翻译一下，', '然后修好']],
    ['算一下每人多少，做成表格', ['算一下每人多少，', '做成表格']],
    ['1. Translate it\n2. Fix it', ['translate it', 'fix it']],
    ['mean of 4, 8, 15', ['mean of 4, 8, 15']],
  ])('%j', (text, expected) => {
    expect(clauses(text).map((clause) => clause.replace(/\s+/g, ' ').trim())).toEqual(expected);
  });
});

describe('no wish is', () => {
  test('what stands in quotes', () => {
    expect(clauses('He wrote "translate and fix it" today').join(' ')).not.toContain('fix');
  });

  test('what stands behind a colon, where there is a wish before it', () => {
    const { clauses, material } = readRequest('Translate: solve the table first', wishes);
    expect(clauses).toEqual(['translate']);
    expect(material).toContain('solve the table');
  });

  test('what stands on further lines, where the first has a wish', () => {
    expect(clauses('translate this\nsolve x\nfix y')).toEqual(['translate this']);
  });

  test('code in a fence', () => {
    expect(clauses('fix this\n```\n# translate the table\n```')).toEqual(['fix this']);
  });
});

test('a wish behind a colon counts where there is none before it', () => {
  expect(clauses('A question: can you translate it').join(' ')).toContain('translate');
});

test('what goes on behind the material is a wish again', () => {
  expect(clauses('Solve these: 12.50, 80, 199.99. And make a table').join(' ')).toContain('table');
});

test('a message of quotes alone asks for nothing', () => {
  expect(clauses('"translate it and fix it"').join('')).not.toMatch(/translate|fix/);
});
