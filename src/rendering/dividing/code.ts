import type { Code } from 'mdast';
import type { Block } from '../types.ts';
import { characterBoundary } from './boundary.ts';
import type { Division } from './divide.ts';
import { largest } from './largest.ts';

/** A blank line in the last part of the room is a better place to cut than the last line. */
const BLANK_LINE_SHARE = 0.6;

/** Between lines, at a blank one if possible; a line that is too long alone, between characters. */
export function divideCode(code: Code, fits: (block: Block) => boolean, last: boolean): Division | null {
  const lines = code.value.split('\n');
  const of = (part: string[]): Code => ({ ...code, value: part.join('\n') });
  const room = largest(lines.length, (count) => fits(of(lines.slice(0, count))));
  if (room === 0) return last ? divideLine(code, fits) : null;
  const blank = lines.slice(0, room).findLastIndex((line) => line.trim() === '') + 1;
  const count = room < lines.length && blank > room * BLANK_LINE_SHARE ? blank : room;
  const rest = lines.slice(count);
  return { head: of(lines.slice(0, count)), rest: rest.length === 0 ? [] : [of(rest)] };
}

function divideLine(code: Code, fits: (block: Block) => boolean): Division | null {
  const { value } = code;
  const room = largest(value.length, (length) => fits({ ...code, value: value.slice(0, length) }));
  const at = characterBoundary(value, room);
  if (at === 0) return null;
  const rest = value.slice(at).replace(/^\n/, '');
  return {
    head: { ...code, value: value.slice(0, at) },
    rest: rest === '' ? [] : [{ ...code, value: rest }],
  };
}
