import type { WebLimits } from '../../protocol.ts';
import type { Words } from '../words/words.ts';
import { bytesInWords } from './file-size.ts';

/** What is known of a file before it is read. */
export interface FileHead {
  readonly name: string;
  /** MIME type as the browser has it; often empty. */
  readonly type: string;
  readonly size: number;
}

export interface Checked<F extends FileHead> {
  readonly taken: readonly F[];
  /** Sentences for the person on those that were not. */
  readonly refusals: readonly string[];
}

const BINARY =
  /^(audio|video|font)\/|^application\/(pdf|zip|gzip|x-(7z|tar|rar|bzip|msdownload)|vnd\.|msword|epub)/;

/** Which of `more` can go with `chosen` in one message. Pure: content is looked at later. */
export function checkFiles<F extends FileHead>(
  chosen: readonly FileHead[],
  more: readonly F[],
  limits: WebLimits,
  { composer }: Words,
): Checked<F> {
  const taken: F[] = [];
  const refusals: string[] = [];
  let total = chosen.reduce((sum, { size }) => sum + size, 0);
  for (const file of more) {
    const reason = refusal(file, limits, composer);
    if (reason !== null) refusals.push(reason);
    else if (chosen.length + taken.length >= limits.attachments) {
      refusals.push(composer.tooMany(limits.attachments));
      break;
    } else if (total + file.size > limits.total_bytes) {
      refusals.push(composer.tooLargeTogether(bytesInWords(limits.total_bytes)));
      break;
    } else {
      total += file.size;
      taken.push(file);
    }
  }
  return { taken, refusals };
}

function refusal({ name, size, type }: FileHead, limits: WebLimits, words: Words['composer']): string | null {
  if (size === 0) return words.emptyFile(name);
  if (type.startsWith('image/') && type !== 'image/svg+xml' && !limits.picture_types.includes(type)) {
    return words.pictureKinds(name, limits.picture_types.map(shortType).join(', '));
  }
  if (BINARY.test(type)) return words.notReadable(name);
  if (size > limits.attachment_bytes) return words.tooLarge(name, bytesInWords(limits.attachment_bytes));
  return null;
}

const shortType = (mime: string) => mime.replace(/^image\//, '').toUpperCase();
