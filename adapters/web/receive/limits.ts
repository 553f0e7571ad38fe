import type { WebLimits } from '../protocol.ts';

const MIB = 1024 * 1024;

export const TEXT_MAX_CHARACTERS = MIB;
export const ATTACHMENTS_MAX = 10;
/** In base64 a third more, and with the greatest text still under the 20 MiB that a body may have. */
export const ATTACHMENTS_MAX_BYTES = 14 * MIB;

/** What people call text by its name, for the file picker; the content decides. */
const TEXT_EXTENSIONS = [
  ...['.txt', '.md', '.markdown', '.rst', '.tex', '.csv', '.tsv', '.log', '.json', '.jsonl', '.xml', '.html'],
  ...['.css', '.scss', '.svg', '.yaml', '.yml', '.toml', '.ini', '.conf', '.properties', '.sql', '.graphql'],
  ...[
    '.py',
    '.ipynb',
    '.js',
    '.mjs',
    '.cjs',
    '.jsx',
    '.ts',
    '.tsx',
    '.vue',
    '.svelte',
    '.java',
    '.kt',
    '.kts',
  ],
  ...['.scala', '.groovy', '.gradle', '.c', '.h', '.cc', '.cpp', '.hpp', '.cs', '.go', '.rs', '.swift', '.m'],
  ...[
    '.rb',
    '.php',
    '.pl',
    '.lua',
    '.r',
    '.jl',
    '.dart',
    '.ex',
    '.exs',
    '.erl',
    '.hs',
    '.ml',
    '.clj',
    '.lisp',
  ],
  ...['.sh', '.bash', '.zsh', '.fish', '.ps1', '.bat', '.cmake', '.proto', '.tf', '.diff', '.patch', '.srt'],
];

export const LIMITS: WebLimits = {
  text_characters: TEXT_MAX_CHARACTERS,
  attachments: ATTACHMENTS_MAX,
  attachment_bytes: ATTACHMENTS_MAX_BYTES,
  total_bytes: ATTACHMENTS_MAX_BYTES,
  picture_types: ['image/png', 'image/jpeg', 'image/webp', 'image/gif'],
  text_extensions: TEXT_EXTENSIONS,
};
