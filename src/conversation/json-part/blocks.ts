import type { Code } from 'mdast';
import { valuesIn } from '../../checks/json/extract.ts';

/** A stretch of an answer that is JSON, or is meant to be. Offsets in UTF-16 units. */
export interface JsonBlock {
  readonly start: number;
  readonly end: number;
  /** What stands in its fence. */
  readonly text: string;
  /** What its lines begin with where it stands in a list or a quotation. */
  readonly margin: string;
  /** False for JSON that stands in the prose without a fence. */
  readonly fenced: boolean;
}

const JSON_NAME = /^json(?:c|5|lines?)?$/i;
/** Shorter ones are a mark in the text like `[1]`. */
const BARE_MIN_CHARACTERS = 16;

/** The fenced JSON blocks of a Markdown text in their order; where there is none, JSON that stands there without a fence. */
export async function findJsonBlocks(text: string): Promise<JsonBlock[]> {
  const fenced = /```|~~~/.test(text) ? await fencedIn(text) : [];
  return fenced.length > 0 ? fenced : bareIn(text);
}

async function fencedIn(text: string): Promise<JsonBlock[]> {
  // Loaded with the first answer that has a fence: the start must not wait for it.
  const [{ readMarkdown }, { walk }] = await Promise.all([
    import('../../rendering/read.ts'),
    import('../../rendering/walk.ts'),
  ]);
  return [...walk(readMarkdown(text).children)].flatMap((node) =>
    node.type === 'code' && isJson(node) ? toBlock(node, text) : [],
  );
}

/** A fence without a name counts where an object or a list begins in it. */
function isJson({ lang, value }: Code): boolean {
  return lang == null ? /^\s*(?:\{\s*["}']|\[\s*[[{"\]])/.test(value) : JSON_NAME.test(lang);
}

function toBlock({ position, value }: Code, text: string): JsonBlock[] {
  const start = position?.start.offset;
  const end = position?.end.offset;
  // Code by indentation has no fence, and a text with odd line breaks other offsets.
  if (start === undefined || end === undefined || !/^(?:```|~~~)/.test(text.slice(start, end))) return [];
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const margin = text.slice(lineStart, start).replace(/[^>\s]/g, ' ');
  return [{ start, end, text: value, margin, fenced: true }];
}

/** Whole objects, and lists of them, on lines of their own. */
function bareIn(text: string): JsonBlock[] {
  const blocks: JsonBlock[] = [];
  for (const { scan, text: found } of valuesIn(text)) {
    if (scan.end === null || found.length < BARE_MIN_CHARACTERS) continue;
    const start = text.indexOf(found, blocks.at(-1)?.end ?? 0);
    const end = start + found.length;
    const alone = /(?:^|\n)[ \t]*$/.test(text.slice(0, start)) && /^[ \t]*(?:\n|$)/.test(text.slice(end));
    if (start < 0 || !alone || !parses(found)) continue;
    blocks.push({ start, end, text: found, margin: '', fenced: false });
  }
  return blocks;
}

function parses(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}

/** The text with that value in the place of the block, in a fence; all else as it is. */
export function withBlock(text: string, { end, fenced, margin, start }: JsonBlock, value: unknown): string {
  const lines = ['```json', ...JSON.stringify(value, null, 2).split('\n'), '```'];
  const block = lines.join(`\n${margin}`);
  const before = fenced || text.slice(0, start).trim() === '' ? '' : '\n';
  return text.slice(0, start) + before + block + text.slice(end);
}
