import { LABELS, type Label } from '../labels.ts';

/** One message of a labelled dialogue. */
export interface DialogueTurn {
  readonly text: string;
  /** The expert that should answer; thanks and small talk carry the label of the turn before. */
  readonly label: Label;
  /** Nothing but thanks or small talk. */
  readonly thanks: boolean;
}

export interface Dialogue {
  readonly lang: string;
  readonly turns: readonly DialogueTurn[];
}

/** The file is not a file of dialogues; the message says where and why, never what the text was. */
export class DialogueError extends Error {}

/**
 * Reads dialogues, one JSON object a line: `{"lang"?, "turns": [{"text", "label", "kind"?: "thanks"}, …]}`.
 * @param file name for error messages
 * @throws DialogueError at the first bad line
 */
export function parseDialogues(jsonl: string, file: string): Dialogue[] {
  return jsonl
    .replace(/^\uFEFF/, '')
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [parseDialogue(line, `${file}:${index + 1}`)]));
}

function parseDialogue(line: string, where: string): Dialogue {
  let value: { lang?: unknown; turns?: unknown } | null;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new DialogueError(`${where}: not JSON`, { cause });
  }
  const turns = value?.turns;
  if (!Array.isArray(turns) || turns.length === 0) {
    throw new DialogueError(`${where}: "turns" must be a list with at least one turn`);
  }
  return {
    lang: typeof value?.lang === 'string' ? value.lang : 'und',
    turns: turns.map((turn, i) => parseTurn(turn, `${where}, turn ${i + 1}`)),
  };
}

function parseTurn(
  turn: { text?: unknown; label?: unknown; kind?: unknown } | null,
  where: string,
): DialogueTurn {
  if (typeof turn?.text !== 'string') throw new DialogueError(`${where}: "text" must be a string`);
  const label = LABELS.find((known) => known === turn.label);
  if (label === undefined) {
    throw new DialogueError(`${where}: "label" must be one of ${LABELS.join(', ')}`);
  }
  if (turn.kind !== undefined && turn.kind !== 'thanks') {
    throw new DialogueError(`${where}: "kind" is "thanks" or left out`);
  }
  return { text: turn.text, label, thanks: turn.kind === 'thanks' };
}
