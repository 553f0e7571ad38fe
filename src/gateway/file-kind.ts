/** Types that hold text although they are not called so. */
const TEXT_TYPES =
  /^(text\/|application\/(json|xml|javascript|typescript|x-sh|x-python|x-ruby|x-php|x-perl|sql|toml|x?-?yaml|graphql|x-ndjson|ld\+json|rtf$)|.*\+(json|xml)$)/;
/** Types that certainly hold none, whatever is inside. */
const BINARY_TYPES =
  /^(audio|video|font)\/|^application\/(pdf|zip|gzip|x-(7z|tar|rar|bzip|msdownload)|vnd\.|msword|epub)/;

export type FileKind = 'picture' | 'text' | 'other' | 'unknown';

/** What a file is by its type; `unknown`: only its content can tell (many source files are called octet-stream). */
export function fileKind(mime: string): FileKind {
  // A drawing in text: models see pixels alone, but it can be read as the text that it is.
  if (mime === 'image/svg+xml') return 'text';
  if (mime.startsWith('image/')) return 'picture';
  if (TEXT_TYPES.test(mime)) return 'text';
  if (BINARY_TYPES.test(mime)) return 'other';
  return 'unknown';
}

/** The content is text in UTF-8. */
export function isText(bytes: Buffer): boolean {
  if (bytes.includes(0)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
