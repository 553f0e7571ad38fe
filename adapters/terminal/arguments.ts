import { parseArgs } from 'node:util';
import { EXPERTS, type ExpertName } from '../../src/conversation/types.ts';

export interface AskArguments {
  readonly expert: ExpertName | null;
  /** Null: a new conversation. */
  readonly conversation: string | null;
  /** Only say how it is used. */
  readonly help: boolean;
  readonly json: boolean;
  /** Null: read from standard input. */
  readonly text: string | null;
}

export const ASK_USAGE =
  'Usage: npm run ask -- [--expert NAME] [--conversation ID] [--json] TEXT   (no TEXT: read from standard input)';

/** @throws Error with a sentence and the usage line */
export function parseAskArguments(argv: readonly string[]): AskArguments {
  const { values, positionals } = parse(argv);
  const { expert, conversation, help, json } = values;
  if (expert !== undefined && !isExpert(expert)) {
    throw new Error(`There is no expert “${expert}”. Experts: ${EXPERTS.join(', ')}.\n${ASK_USAGE}`);
  }
  const text = positionals.join(' ');
  return {
    expert: expert ?? null,
    conversation: conversation ?? null,
    help: help ?? false,
    json: json ?? false,
    text: text === '' ? null : text,
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        expert: { type: 'string' },
        conversation: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}\n${ASK_USAGE}`, { cause: error });
  }
}

function isExpert(name: string): name is ExpertName {
  return (EXPERTS as readonly string[]).includes(name);
}
