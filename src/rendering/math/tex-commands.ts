import { FUNCTIONS, LETTERS, OPERATORS, RELATIONS } from './symbols.ts';
import type { Atom } from './tex-atoms.ts';

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

const BIG_OPERATORS = /^[∑∏∐∫∬∭∮⋃⋂⨁⨂]$/u;
const OPENING = words('langle lfloor lceil lbrace');
const CLOSING = words('rangle rfloor rceil rbrace');
const SPACES: ReadonlySet<string> = new Set([',', ':', ';', ' ', 'quad', 'qquad', 'enspace', 'thinspace']);
/** They change the size or the place of what is drawn, not what it says. */
const NOTHING = words(
  '! displaystyle textstyle limits nolimits left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr',
);
const ESCAPED: ReadonlyMap<string, Atom> = new Map([
  ['{', { kind: 'open', text: '{' }],
  ['}', { kind: 'close', text: '}' }],
  ...['%', '$', '#', '&', '_'].map((sign): [string, Atom] => [sign, { kind: 'ord', text: sign }]),
  ['|', { kind: 'ord', text: '‖' }],
]);

/** What a command without arguments says; null for one that is unknown or takes arguments. */
export function plainCommand(name: string): Atom[] | null {
  const escaped = ESCAPED.get(name);
  if (escaped !== undefined) return [escaped];
  if (SPACES.has(name)) return [{ kind: 'space', text: ' ' }];
  if (NOTHING.has(name)) return [];
  const relation = RELATIONS.get(name);
  if (relation !== undefined) return [{ kind: 'rel', text: relation }];
  const operator = OPERATORS.get(name);
  if (operator !== undefined) return [{ kind: 'bin', text: operator }];
  if (FUNCTIONS.has(name)) return [{ kind: 'fn', text: name }];
  const letter = LETTERS.get(name);
  return letter === undefined ? null : [{ kind: letterKind(name, letter), text: letter }];
}

/** Whether the command is followed by a delimiter, which may be the empty one, a dot. */
export function takesDelimiter(name: string): boolean {
  return name === 'left' || name === 'right' || name === 'middle';
}

function letterKind(name: string, letter: string): Atom['kind'] {
  if (BIG_OPERATORS.test(letter)) return 'fn';
  if (OPENING.has(name)) return 'open';
  return CLOSING.has(name) ? 'close' : 'ord';
}
