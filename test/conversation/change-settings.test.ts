import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readChange } from '../../src/conversation/change-settings.ts';
import { PERSONAS } from '../../src/conversation/personas.ts';
import {
  CONTEXT_MAX_TOKENS,
  CONTEXT_MIN_TOKENS,
  DEFAULT_SETTINGS,
  PERSONA_MAX_CHARACTERS,
  type SettingsChange,
  SPEAKS,
} from '../../src/conversation/settings.ts';
import { EXPERTS } from '../../src/conversation/types.ts';
import { SwitchboardError } from '../../src/errors.ts';
import { isLanguage } from '../../src/translation/languages.ts';

describe('a change', () => {
  test.each<[SettingsChange, object]>([
    [{ temperature: '0.7' }, { temperature: 0.7 }],
    [{ temperature: 0 }, { temperature: 0 }],
    [{ contextTokens: '8k' }, { contextTokens: 8192 }],
    [{ contextTokens: 4096 }, { contextTokens: 4096 }],
    [{ language: 'German' }, { language: 'deu_Latn' }],
    [{ language: '德语' }, { language: 'deu_Latn' }],
    [{ language: 'FR' }, { language: 'fra_Latn' }],
    [{ expert: ' Math ' }, { expert: 'math' }],
    [{ speaks: 'ALWAYS' }, { speaks: 'always' }],
    [{ persona: 'You are a pirate.' }, { persona: { id: null, text: 'You are a pirate.' } }],
    [{}, {}],
  ])('%j is kept as %j', (change, kept) => {
    expect(readChange(change, 'en')).toEqual(kept);
  });

  test.each(['auto', 'default', '自动', '默认', 'off', '', null])('to %j is back to as usual', (value) => {
    const fields = ['persona', 'expert', 'temperature', 'contextTokens', 'language', 'speaks'] as const;
    const change = Object.fromEntries(fields.map((field) => [field, value]));
    expect(readChange(change, 'en')).toEqual(DEFAULT_SETTINGS);
  });

  test.each<[keyof SettingsChange, SettingsChange]>([
    ['temperature', { temperature: 2.1 }],
    ['temperature', { temperature: -1 }],
    ['temperature', { temperature: 'hot' }],
    ['temperature', { temperature: Number.NaN }],
    ['contextTokens', { contextTokens: 100 }],
    ['contextTokens', { contextTokens: '1e9' }],
    ['contextTokens', { contextTokens: 10_000_000 }],
    ['expert', { expert: 'cooking' }],
    ['language', { language: 'Klingonese' }],
    ['speaks', { speaks: 'sometimes' }],
    ['persona', { persona: 'x'.repeat(PERSONA_MAX_CHARACTERS + 1) }],
  ])('of %s that makes no sense is refused in words: %j', (param, change) => {
    const refused = expect.objectContaining({ code: 'bad_request', param });
    expect(() => readChange(change, 'en')).toThrow(refused);
    expect(() => readChange(change, 'zh')).toThrow(/\p{Script=Han}/u);
  });

  test('never leads out of bounds, whatever is written', () => {
    const anything = fc.oneof(fc.string({ unit: 'binary' }), fc.double(), fc.integer(), fc.constant(null));
    const changes = fc.record(
      {
        persona: anything,
        expert: anything,
        temperature: anything,
        contextTokens: anything,
        language: anything,
        speaks: anything,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(changes, (change) => {
        try {
          const read = { ...DEFAULT_SETTINGS, ...readChange(change as SettingsChange, 'en') };
          expect(read.temperature ?? 0).toBeGreaterThanOrEqual(0);
          expect(read.temperature ?? 0).toBeLessThanOrEqual(2);
          expect(read.contextTokens ?? CONTEXT_MIN_TOKENS).toBeGreaterThanOrEqual(CONTEXT_MIN_TOKENS);
          expect(read.contextTokens ?? 0).toBeLessThanOrEqual(CONTEXT_MAX_TOKENS);
          expect(read.expert === null || EXPERTS.includes(read.expert)).toBe(true);
          expect(read.language === null || isLanguage(read.language)).toBe(true);
          expect(SPEAKS).toContain(read.speaks);
          expect(read.persona?.text.isWellFormed() ?? true).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(SwitchboardError);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('ready personas', () => {
  test('are found by id and by name in both languages, each in its words', () => {
    for (const { id, name, text } of PERSONAS) {
      expect(readChange({ persona: id }, 'en').persona).toEqual({ id, text: text.en });
      expect(readChange({ persona: id.toUpperCase() }, 'zh').persona).toEqual({ id, text: text.zh });
      expect(readChange({ persona: name.zh }, 'en').persona).toEqual({ id, text: text.zh });
      expect(readChange({ persona: name.en }, 'en').persona).toEqual({ id, text: text.en });
    }
  });

  test('are six or more, told apart, and short enough', () => {
    expect(PERSONAS.length).toBeGreaterThanOrEqual(6);
    const names = PERSONAS.flatMap(({ id, name }) => [id, name.zh]);
    expect(new Set(names).size).toBe(names.length);
    for (const { text } of PERSONAS) expect(text.en.length).toBeLessThan(PERSONA_MAX_CHARACTERS / 4);
  });
});
