import { type Call, flag, type Json, list, optional } from '../call.ts';
import { Refusal } from '../errors.ts';
import { problemsOfBlocks, tooLong } from './blocks.ts';
import { carriesData, hostileParts, liveUrls, readable } from './hostile.ts';
import { LIMITS } from './limits.ts';

export interface Content {
  readonly text: string;
  readonly blocks: readonly Json[];
}

/** Says aloud what Slack would take without a word, but people would see go wrong. */
export type Note = (problem: string) => void;

/** The checked content of a call that writes a message. @throws Refusal as Slack would refuse it */
export function contentOf(call: Call, note: Note): Content {
  const text = optional(call, 'text');
  const markdown = optional(call, 'markdown_text');
  const blocks = [...(list(call, 'blocks') ?? []), ...attachedBlocks(call)];
  if (markdown !== null && (text !== null || blocks.length > 0)) throw new Refusal('markdown_text_conflict');
  if (text === null && markdown === null && blocks.length === 0) throw new Refusal('no_text');
  if (markdown !== null) {
    if (markdown.length > LIMITS.markdown) throw new Refusal('msg_too_long');
    noteHostile([markdown], null, note);
    return { text: '', blocks: [{ type: 'markdown', text: markdown }] };
  }
  checkBlocks(blocks);
  checkLength(call, text ?? '', note);
  if (blocks.length > 0 && text === null) note('blocks without a text for notifications and screen readers');
  noteHostile([text ?? '', ...readable(blocks)], call, note);
  return { text: text ?? '', blocks };
}

/** @throws Refusal when Slack would not take the blocks */
export function checkBlocks(blocks: readonly unknown[], max?: number): void {
  const problems = problemsOfBlocks(blocks, max);
  if (problems.length > 0) throw new Refusal('invalid_blocks', problems);
  if (max === undefined && tooLong(blocks)) throw new Refusal('msg_blocks_too_long');
}

/** Tables may also come in an attachment. */
function attachedBlocks(call: Call): readonly Json[] {
  const attachments = list(call, 'attachments') ?? [];
  return attachments.flatMap(({ blocks }) => (Array.isArray(blocks) ? (blocks as Json[]) : []));
}

function checkLength({ method }: Call, text: string, note: Note): void {
  if (text.length <= LIMITS.text) return;
  if (method === 'chat.update') throw new Refusal('msg_too_long');
  note(
    `text of ${text.length} characters, which is cut past ${LIMITS.textCut} and split past ${LIMITS.text}`,
  );
}

/** `call` is null where no argument can switch previews off. */
export function noteHostile(strings: readonly string[], call: Call | null, note: Note): void {
  for (const problem of hostileParts(strings)) note(problem);
  if (call !== null && optional(call, 'parse') === 'full')
    note('parse: full makes names and links of plain text');
  if (call !== null && flag(call, 'link_names') === true) note('link_names makes mentions of plain text');
  const quiet = call !== null && flag(call, 'unfurl_links') === false && flag(call, 'unfurl_media') === false;
  const posts = call?.method === 'chat.postMessage';
  for (const url of liveUrls(strings)) {
    // Streams and updates have no argument against previews, so what they link to may carry nothing.
    if (posts ? !quiet : carriesData(url)) note(`a link that Slack would show a preview of: ${url}`);
  }
}
