import { serveThread } from '../serve-thread.ts';
import { parseCode } from './parse.ts';
import type { ParseRequest, SyntaxProblem } from './protocol.ts';

serveThread<ParseRequest, SyntaxProblem | null>(({ code, language }) => parseCode(language, code));
