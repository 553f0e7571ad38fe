/** A code block as a file to upload. */
export interface CodeFile {
  /** E.g. `answer.py`, `Dockerfile`; always a plain file name. */
  readonly name: string;
  /** With a final line break. */
  readonly text: string;
}

/**
 * The file that a code block goes up as when it is too long for a message.
 *
 * @param index counts several files of one answer from 1: `answer-2.py`
 */
export function codeFile(code: { lang?: string | null; value: string }, index = 1): CodeFile {
  throw new Error(`to come ${code.value.length} ${index}`);
}
