/** A code block as a file to upload. */
export interface CodeFile {
  /** E.g. `answer.py`, `Dockerfile`; always a plain file name. */
  readonly name: string;
  /** With a final line break. */
  readonly text: string;
}

/** Extensions of languages whose name in a fence is not their extension. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  assembly: 'asm',
  bash: 'sh',
  batch: 'bat',
  'c#': 'cs',
  'c++': 'cpp',
  clojure: 'clj',
  csharp: 'cs',
  elixir: 'ex',
  erlang: 'erl',
  fortran: 'f90',
  'f#': 'fs',
  fsharp: 'fs',
  golang: 'go',
  haskell: 'hs',
  javascript: 'js',
  julia: 'jl',
  jsonl: 'jsonl',
  kotlin: 'kt',
  latex: 'tex',
  markdown: 'md',
  matlab: 'm',
  objc: 'm',
  'objective-c': 'm',
  ocaml: 'ml',
  pascal: 'pas',
  perl: 'pl',
  plaintext: 'txt',
  powershell: 'ps1',
  protobuf: 'proto',
  python: 'py',
  python3: 'py',
  ruby: 'rb',
  rust: 'rs',
  scheme: 'scm',
  shell: 'sh',
  solidity: 'sol',
  terraform: 'tf',
  text: 'txt',
  typescript: 'ts',
  verilog: 'v',
  zsh: 'sh',
};

/** Files that have a name of their own. */
const NAMES: Readonly<Record<string, string>> = {
  dockerfile: 'Dockerfile',
  makefile: 'Makefile',
  make: 'Makefile',
  cmake: 'CMakeLists.txt',
  nginx: 'nginx.conf',
};

/** Extensions that are also what the language is called in a fence. */
const KNOWN = new Set(
  `asm bat c cc cfg clj conf cpp cs css csv cu dart diff erl ex f90 fs go gql gradle graphql groovy h hcl hpp hs
   html ini ipynb java jl js json json5 jsonc jsx kt less lisp log lua m md mjs ml mm nim nix pas patch php pl
   properties proto ps1 py r rb rs rst sass scala scm scss sh sol sql srt svelte svg swift tcl tex tf toml ts
   tsv tsx txt v vb vhdl vim vue wat xml yaml yml zig`.split(/\s+/),
);

/**
 * The file that a code block goes up as when it is too long for a message.
 *
 * @param index counts several files of one answer from 1: `answer-2.py`
 */
export function codeFile(code: { lang?: string | null; value: string }, index = 1): CodeFile {
  const lang = (code.lang ?? '').toLowerCase();
  const text = code.value.endsWith('\n') ? code.value : `${code.value}\n`;
  const numbered = index === 1 ? '' : `-${index}`;
  const own = Object.hasOwn(NAMES, lang) ? NAMES[lang] : undefined;
  if (own !== undefined) return { name: index === 1 ? own : `${index}-${own}`, text };
  const known = KNOWN.has(lang) ? lang : 'txt';
  const extension = Object.hasOwn(EXTENSIONS, lang) ? (EXTENSIONS[lang] ?? known) : known;
  return { name: `answer${numbered}.${extension}`, text };
}
