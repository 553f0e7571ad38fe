import { type Call, type Json, list, optional } from '../call.ts';
import { Refusal } from '../errors.ts';
import { problemsOfBlocks } from './blocks.ts';
import { LIMITS } from './limits.ts';

/** What chunks come to. Tasks are kept as task cards, by id. */
export interface Chunks {
  readonly markdown: string;
  readonly tasks: ReadonlyMap<string, Json>;
  readonly plan: string | null;
  readonly blocks: readonly Json[];
}

const STATUSES = ['pending', 'in_progress', 'complete', 'error'];

/** The checked chunks of a streaming call, or its `markdown_text`. @throws Refusal */
export function chunksOf(call: Call, needed = false): Chunks {
  const markdown = optional(call, 'markdown_text');
  const chunks = list(call, 'chunks');
  if (markdown !== null && chunks !== null)
    throw new Refusal('invalid_arguments', ['markdown_text and chunks']);
  if (needed && markdown === null && (chunks === null || chunks.length === 0)) throw new Refusal('no_text');
  const texts: string[] = markdown === null ? [] : [markdown];
  const tasks = new Map<string, Json>();
  const blocks: Json[] = [];
  let plan: string | null = null;
  for (const chunk of chunks ?? []) {
    if (chunk.type === 'markdown_text' && typeof chunk.text === 'string') texts.push(chunk.text);
    else if (chunk.type === 'task_update') tasks.set(String(chunk.id), taskOf(chunk));
    else if (chunk.type === 'plan_update' && typeof chunk.title === 'string') plan = chunk.title;
    else if (chunk.type === 'blocks' && Array.isArray(chunk.blocks)) blocks.push(...(chunk.blocks as Json[]));
    else throw new Refusal('invalid_chunks', [`a chunk of type ${String(chunk.type)}`]);
  }
  const problems = problemsOfBlocks(blocks);
  if (problems.length > 0) throw new Refusal('invalid_blocks', problems);
  const text = texts.join('');
  if (text.length > LIMITS.markdown)
    throw new Refusal('msg_too_long', [`${text.length} characters in one call`]);
  return { markdown: text, tasks, plan, blocks };
}

function taskOf(chunk: Json): Json {
  const { id, title, status, details, output } = chunk;
  if (typeof id !== 'string' || typeof title !== 'string' || !STATUSES.includes(String(status)))
    throw new Refusal('invalid_chunks', ['a task needs id, title and status']);
  for (const text of [title, details, output])
    if (typeof text === 'string' && text.length > LIMITS.chunkText)
      throw new Refusal('invalid_chunks', [`a task's text of ${text.length} characters`]);
  return {
    type: 'task_card',
    task_id: id,
    title,
    status,
    ...(details !== undefined && { details }),
    ...(output !== undefined && { output }),
  };
}
