import { expect, test } from 'vitest';
import { EXPERTS, type ExpertName } from '../../src/conversation/types.ts';
import { decideByRules } from '../../src/routing/rules.ts';
import type { RouteQuestion } from '../../src/routing/types.ts';

const SCHEMA_REQUEST =
  'As JSON with this schema {"type":"object","properties":{"a":{"type":"number"}}}: a is 4';

function question(parts: Partial<RouteQuestion> & { pinned?: ExpertName }): RouteQuestion {
  return {
    text: 'hello',
    forced: null,
    attachments: [],
    state: { lastExpert: null, pinned: parts.pinned ?? null },
    ...parts,
  };
}

test.each<[string, Parameters<typeof question>[0], ExpertName, string, RegExp]>([
  ['a forced expert', { forced: 'math' }, 'math', 'forced', /math was asked for/],
  [
    'a forced expert over an image',
    { forced: 'code', attachments: ['image/png'] },
    'code',
    'forced',
    /asked for/,
  ],
  ['a forced expert over a pin', { forced: 'math', pinned: 'code' }, 'math', 'forced', /asked for/],
  ['an image', { attachments: ['IMAGE/JPEG'] }, 'vision', 'rule', /image/],
  ['an image among other files', { attachments: ['text/csv', 'image/webp'] }, 'vision', 'rule', /image/],
  ['an image over a pin', { attachments: ['image/png'], pinned: 'code' }, 'vision', 'rule', /image/],
  ['a pin', { pinned: 'translate' }, 'translate', 'rule', /pinned to translate/],
  ['a pin over a schema', { pinned: 'code', text: SCHEMA_REQUEST }, 'code', 'rule', /pinned/],
  ['a reply', { repliedExpert: 'math' }, 'math', 'rule', /reply to an answer that math gave/],
  ['a reply over a schema', { repliedExpert: 'code', text: SCHEMA_REQUEST }, 'code', 'rule', /reply/],
  ['a pin over a reply', { repliedExpert: 'code', pinned: 'math' }, 'math', 'rule', /pinned/],
  ['an image over a reply', { repliedExpert: 'code', attachments: ['image/png'] }, 'vision', 'rule', /image/],
  ['a forced expert over a reply', { repliedExpert: 'code', forced: 'math' }, 'math', 'forced', /asked for/],
  ['an explicit schema', { text: SCHEMA_REQUEST }, 'structured', 'rule', /schema/],
])('%s decides, and says so', (_, parts, expert, tier, reason) => {
  const route = decideByRules(question(parts));
  expect(route).toMatchObject({ expert, tier, confidence: 1 });
  expect(route?.reason).toMatch(reason);
  expect(route?.scores).toEqual(Object.fromEntries(EXPERTS.map((name) => [name, name === expert ? 1 : 0])));
});

test.each<[string, Parameters<typeof question>[0]]>([
  ['plain words', { text: 'solve 3x = 12' }],
  ['a file that is no image', { attachments: ['application/pdf', 'text/csv', 'video/mp4'] }],
  ['a type that only mentions images', { attachments: ['application/image'] }],
  ['a pin to vision without an image', { pinned: 'vision' }],
  ['a reply to an answer about an image', { repliedExpert: 'vision' }],
  ['a reply to an answer that is forgotten', { repliedExpert: null }],
])('%s decides nothing', (_, parts) => {
  expect(decideByRules(question(parts))).toBeNull();
});
