/** The first bytes of the formats that people send, in hex. */
const SIGNATURES: readonly (readonly [string, RegExp])[] = [
  ['image/png', /^89504e470d0a1a0a/],
  ['image/jpeg', /^ffd8ff/],
  ['image/gif', /^474946383[79]61/],
  ['image/webp', /^52494646.{8}57454250/],
];
/** The longest of them. */
const SIGNATURE_BYTES = 12;

/** The type of a PNG, JPEG, GIF or WebP picture by its first bytes, whatever it was called; null for all else. */
export function pictureType(bytes: Buffer): string | null {
  const head = bytes.toString('hex', 0, SIGNATURE_BYTES);
  return SIGNATURES.find(([, signature]) => signature.test(head))?.[0] ?? null;
}
