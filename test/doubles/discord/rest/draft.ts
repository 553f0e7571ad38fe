import { type Json, objects } from '../json.ts';
import { pictureNotes, previewNotes } from '../rules/notes.ts';
import { BOT, type DiscordFile, type DiscordMessage, type Workspace } from '../workspace.ts';
import type { Call, Upload } from './call.ts';
import { Refusal } from './errors.ts';
import type { RestDeps } from './handler.ts';

/** MessageFlags that a bot may set, or that edits keep. */
export const FLAGS = {
  suppressEmbeds: 1 << 2,
  ephemeral: 1 << 6,
  loading: 1 << 7,
  componentsV2: 1 << 15,
} as const;

type Content = Pick<DiscordMessage, 'content' | 'embeds' | 'components' | 'files' | 'flags'>;

/** What a body makes of a message: fields that it does not name stay as they are. */
function written(workspace: Workspace, before: Content, body: Json, uploads: Call['files']): Content {
  const { content, embeds, components, flags } = body;
  return {
    content: content === undefined ? before.content : String(content ?? ''),
    embeds: embeds === undefined ? before.embeds : objects(embeds),
    components: components === undefined ? before.components : numbered(objects(components)),
    files: filesAfter(workspace, before.files, body, uploads),
    flags: typeof flags === 'number' ? flags | (before.flags & KEPT) : before.flags,
  };
}

/** What may be set where nothing is written yet. */
export const mayWrite = { deferred: FLAGS.ephemeral } as const;

/** The same, held against the rules that look at the whole message. @throws Refusal 50006 */
export function checkedDraft(
  { workspace, note }: Pick<RestDeps, 'workspace' | 'note'>,
  before: Content,
  body: Json,
  uploads: Call['files'],
): Content {
  const draft = written(workspace, before, body, uploads);
  const { content, embeds, components, files } = draft;
  if (content.trim() === '' && [embeds, components, files].every(({ length }) => length === 0))
    throw new Refusal(400, 50_006, 'Cannot send an empty message', { blame: true });
  for (const problem of [...previewNotes(draft), ...pictureNotes(draft)]) note(problem);
  return draft;
}

export const EMPTY: Content = { content: '', embeds: [], components: [], files: [], flags: 0 };

/** What no edit takes off a message again. */
const KEPT = FLAGS.ephemeral | FLAGS.componentsV2;

/** `attachments` says which stay, and describes the new ones; without it, all stay. */
function filesAfter(
  workspace: Workspace,
  before: readonly DiscordFile[],
  body: Json,
  uploads: readonly Upload[],
): readonly DiscordFile[] {
  const listed = objects(body.attachments);
  const stay =
    body.attachments === undefined ? before : before.filter(({ id }) => listed.some((one) => one.id === id));
  const added = uploads.map(({ key, name, contentType, content }) => {
    const about = listed.find(({ id }) => String(id) === key);
    const filename = typeof about?.filename === 'string' ? about.filename : name;
    const description = typeof about?.description === 'string' ? about.description : null;
    return { id: workspace.id(), name: filename, contentType, description, content };
  });
  return [...stay, ...added];
}

/** Discord gives each component an id of its own. */
function numbered(components: readonly Json[]): readonly Json[] {
  let count = 0;
  const number = (component: Json): Json => {
    const id = ++count;
    const inner = objects(component.components);
    return { id, ...component, ...(inner.length > 0 && { components: inner.map(number) }) };
  };
  return components.map(number);
}

/** Whom a text mentions, as far as these people exist. */
export function mentionsIn(workspace: Workspace, content: string): readonly string[] {
  const ids = [...content.matchAll(/<@!?(\d+)>/g)].map((match) => match[1] ?? '');
  return [...new Set(ids)].filter((id) => workspace.users.has(id));
}

export const isBots = ({ author }: DiscordMessage): boolean => author === BOT.user;
