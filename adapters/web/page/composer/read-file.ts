import { toBase64 } from '../net/base64.ts';
import type { ShownFile } from '../state/turn.ts';

export type ReadFile = ShownFile & { readonly data: string; readonly size: number; readonly type: string };

/** A file with its content in base64; null when it is neither a picture nor text in UTF-8. */
export async function readFile(file: File): Promise<ReadFile | null> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (!file.type.startsWith('image/') && !isText(bytes)) return null;
  const data = await toBase64(file);
  const { name, size, type } = file;
  return { name: name || 'file', mime: type, type, size, url: null, file, data };
}

function isText(bytes: Uint8Array): boolean {
  if (bytes.includes(0)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
