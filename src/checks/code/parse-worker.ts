import { serveThread } from '../serve-thread.ts';
import { blocksOf } from './blocks.ts';
import { excuseOf } from './excuses.ts';
import { parseCode } from './parse.ts';
import type { ParseAnswer, ParseRequest } from './protocol.ts';

serveThread<ParseRequest, ParseAnswer>(async (ask) => {
  if (ask.kind === 'blocks') return { kind: 'blocks', blocks: blocksOf(ask.answer, ask.whole) };
  const { code, language } = ask;
  const problem = await parseCode(language, code);
  return { kind: 'parse', problem, excuse: problem === null ? null : excuseOf(language, code) };
});
