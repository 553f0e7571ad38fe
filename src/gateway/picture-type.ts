/** The first bytes of the formats that people send; `.` is any byte. */
const SIGNATURES: readonly (readonly [string, RegExp])[] = [
  ['image/png', /^\x89PNG\r\n\x1a\n/],
  ['image/jpeg', /^\xff\xd8\xff/],
  ['image/gif', /^GIF8[79]a/],
  ['image/webp', /^RIFF.{4}WEBP/s],
];
/** The longest of them. */
const SIGNATURE_BYTES = 12;

/** The type of a PNG, JPEG, GIF or WebP picture by its first bytes, whatever it was called; null for all else. */
export function pictureType(bytes: Buffer): string | null {
  const head = bytes.toString('latin1', 0, SIGNATURE_BYTES);
  return SIGNATURES.find(([, signature]) => signature.test(head))?.[0] ?? null;
}
