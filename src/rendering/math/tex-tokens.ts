/** A piece of LaTeX source. */
export type TexToken =
  | { readonly kind: 'command'; readonly name: string }
  | { readonly kind: 'open' | 'close' | 'sup' | 'sub' | 'space' }
  /** What stands in `\text{…}` and its like, as it was written. */
  | { readonly kind: 'words'; readonly text: string; readonly command: string }
  | { readonly kind: 'character'; readonly text: string };

const WORDS =
  /\\(?:(text|textrm|textit|textbf|textnormal|mbox|mathrm|mathit|mathsf|mathtt|operatorname\*?)\s*\{([^{}\\$]*)\}|(ce)\s*\{((?:[^{}\\$]|\{[^{}\\$]*\})*)\})/y;
const PIECE = /\\([A-Za-z]+|[^A-Za-z])\s*|([{}^_])|(\s+)|(.)/suy;
const BRACES = { '{': 'open', '}': 'close', '^': 'sup', _: 'sub' } as const;

/** The source as tokens, in time linear in its length. Never throws. */
export function texTokens(latex: string): TexToken[] {
  const tokens: TexToken[] = [];
  for (let at = 0; at < latex.length; ) {
    WORDS.lastIndex = at;
    const words = WORDS.exec(latex);
    if (words !== null) {
      tokens.push({ kind: 'words', command: words[1] ?? words[3] ?? '', text: words[2] ?? words[4] ?? '' });
      at = WORDS.lastIndex;
      continue;
    }
    PIECE.lastIndex = at;
    const piece = PIECE.exec(latex);
    if (piece === null) return [...tokens, { kind: 'command', name: '' }];
    const [, command, brace, space, character] = piece;
    if (command !== undefined) tokens.push({ kind: 'command', name: command });
    else if (brace !== undefined) tokens.push({ kind: BRACES[brace as keyof typeof BRACES] });
    else if (space !== undefined) tokens.push({ kind: 'space' });
    else tokens.push({ kind: 'character', text: character ?? '' });
    at = PIECE.lastIndex;
  }
  return tokens;
}
