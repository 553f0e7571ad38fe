import { BOT, type SlackFile, type SlackMessage, TEAM } from '../workspace.ts';

/** A message as events and the Web API show it. */
export function messageObject(message: SlackMessage, root = ''): Record<string, unknown> {
  const { ts, user, text, blocks, threadTs, files, metadata, edited, streaming, parentUser } = message;
  const bot = user === BOT.user ? { bot_id: BOT.id, app_id: BOT.app } : {};
  return {
    type: 'message',
    user,
    ts,
    text,
    team: TEAM,
    ...bot,
    ...(blocks.length > 0 && { blocks }),
    ...(threadTs !== null && { thread_ts: threadTs }),
    ...(parentUser !== null && { parent_user_id: parentUser }),
    ...(files.length > 0 && { files: files.map((file) => fileObject(file, root)) }),
    ...(metadata !== null && { metadata }),
    ...(streaming && { streaming_state: 'in_progress' }),
    ...(edited !== null && { edited: { user, ts: edited } }),
  };
}

/** A file as events and the Web API show it. `root` is where it can be fetched. */
export function fileObject(file: SlackFile, root: string): Record<string, unknown> {
  const { id, name, mimetype, user, content, altText } = file;
  const path = `${root}/files-pri/${TEAM}-${id}`;
  return {
    id,
    name,
    title: name,
    mimetype,
    filetype: name.split('.').at(-1) ?? '',
    user,
    size: content.length,
    mode: mimetype.startsWith('text/') ? 'snippet' : 'hosted',
    ...(altText !== null && { alt_txt: altText }),
    url_private: `${path}/${encodeURIComponent(name)}`,
    url_private_download: `${path}/download/${encodeURIComponent(name)}`,
  };
}
