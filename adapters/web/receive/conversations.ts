import { conversationKey } from '../../../src/conversation/key.ts';
import { SwitchboardError } from '../../../src/errors.ts';
import { badField } from '../../../src/gateway/body-check.ts';
import type { JudgedTurn } from '../../../src/switchboard.ts';
import type { Entry } from '../conversations/entry.ts';
import { EXPORT_FORMATS, exportConversation } from '../conversations/export.ts';
import { pictureTypeOf, toWebTurn, unansweredOf } from '../conversations/history.ts';
import { partOf } from '../conversations/part.ts';
import { searchConversations } from '../conversations/search.ts';
import { toWebSettings } from '../conversations/settings.ts';
import { oneLine, titleOf } from '../conversations/title.ts';
import { endAll } from '../live/end-all.ts';
import type { ConversationList, ConversationSummary, Deleted, WebConversation } from '../protocol.ts';
import { checkTitle } from './bodies.ts';
import { noConversation, noTurn, type Room, roomOf, type Visitor, visitorOf, type Web } from './rooms.ts';

const LIST = '/web/conversations';
const ONE = `${LIST}/:id`;
const SEARCH_MAX_CHARACTERS = 200;

/** The list of a browser's conversations, and each of them as a whole. */
export function mountConversations(web: Web): void {
  const { app, live, switchboard } = web;

  app.get(LIST, async (request, reply): Promise<ConversationList> => {
    const visitor = visitorOf(web, request, reply);
    const entries = await visitor.list.all();
    const { search } = request.query as { readonly search?: unknown };
    const words = typeof search === 'string' ? search.slice(0, SEARCH_MAX_CHARACTERS).trim() : '';
    if (words === '') {
      return { conversations: await summaries(visitor, entries), incomplete: false };
    }
    const keyOf = (id: string) => conversationKey('web', visitor.session, id);
    const { found, incomplete } = await searchConversations(words, entries, keyOf, switchboard);
    const rows = await summaries(
      visitor,
      found.map(({ entry }) => entry),
    );
    const conversations = rows.map((row, index) => {
      const excerpt = found[index]?.excerpt;
      return excerpt === undefined ? row : { ...row, excerpt };
    });
    return { conversations, incomplete };
  });

  app.get(ONE, async (request, reply): Promise<WebConversation> => {
    const room = roomOf(web, request, reply);
    const { asked, id, key, language, session } = room;
    // Before the turns: one that ends in between is then shown twice rather than not at all.
    const running = live.running(key)[0]?.messageId ?? null;
    const turns = await switchboard.keptTurns(key, session);
    const entry = await entryOf(room, turns);
    const kept = await switchboard.keptAsks(key);
    const part = partOf(turns ?? [], request.query);
    const isRunning = (messageId: string) => live.running(key).some((turn) => turn.messageId === messageId);
    return {
      id,
      title: entry.title,
      turns: part.turns.map((turn) => toWebTurn(turn, id, kept)),
      earlier: part.earlier,
      settings: toWebSettings(await switchboard.settings(key), language),
      running,
      unanswered: unansweredOf(turns ?? [], kept, await asked.all(), isRunning),
    };
  });

  app.patch(ONE, async (request, reply): Promise<ConversationSummary> => {
    const { title } = checkTitle(request.body);
    const room = roomOf(web, request, reply);
    const written = oneLine(title);
    if (written === '') throw noTitle(room);
    const entry = await entryOf(room);
    await room.list.rename(room.id, written);
    const [row] = await summaries(room, [{ ...entry, title: written }]);
    if (row === undefined) throw noConversation(room.language);
    return row;
  });

  app.delete(ONE, async (request, reply): Promise<Deleted> => {
    const { asked, id, key, language, list } = roomOf(web, request, reply);
    const ran = await endAll(live, key);
    const listed = (await list.get(id)) !== null;
    const forgotten = await switchboard.forget(key);
    await Promise.all([switchboard.forgetSettings(key), asked.forget(), list.remove(id)]);
    if (!ran && !listed && !forgotten) throw noConversation(language);
    return { id, deleted: true };
  });

  app.get(`${ONE}/export`, async (request, reply) => {
    const { format = 'markdown' } = request.query as { readonly format?: unknown };
    const known = EXPORT_FORMATS.find((name) => name === format);
    if (known === undefined) throw badField('format', `must be one of ${EXPORT_FORMATS.join(', ')}.`);
    const room = roomOf(web, request, reply);
    const turns = await switchboard.keptTurns(room.key, room.session);
    const entry = await entryOf(room, turns);
    const shown = (turns ?? []).map((turn) => toWebTurn(turn, room.id, []));
    const { body, disposition, type } = exportConversation(known, entry, shown, room.language);
    return reply.headers({ 'content-type': type, 'content-disposition': disposition }).send(body);
  });

  app.get<{ Params: { id: string; turn: string; index: string } }>(
    `${ONE}/turns/:turn/attachments/:index`,
    async (request, reply) => {
      const { key, language } = roomOf(web, request, reply);
      const { index, turn } = request.params;
      const kept = (await switchboard.keptAsks(key)).find(({ message }) => message.id === turn);
      const attachment = kept?.message.attachments[Number(index)];
      const type = attachment === undefined ? null : pictureTypeOf(attachment);
      if (attachment === undefined || type === null) throw noTurn(language);
      return reply
        .headers({ 'content-type': type, 'cache-control': 'private, max-age=86400, immutable' })
        .send(Buffer.from(attachment.data, 'base64'));
    },
  );

  async function summaries({ session }: Visitor, entries: readonly Entry[]): Promise<ConversationSummary[]> {
    const keys = entries.map(({ id }) => conversationKey('web', session, id));
    const sizes = await switchboard.sizes(keys);
    return entries.map((entry, index) => {
      const key = keys[index];
      const running = key !== undefined && live.running(key).length > 0;
      return { ...entry, turns: sizes[index] ?? 0, running };
    });
  }

  /** Of a conversation that exists; one that an earlier version began is taken into the list. @param turns if read */
  async function entryOf(room: Room, turns?: readonly JudgedTurn[] | null): Promise<Entry> {
    const entry = await room.list.get(room.id);
    if (entry !== null) return entry;
    const [first] = turns ?? (await switchboard.keptTurns(room.key, room.session)) ?? [];
    if (first === undefined) throw noConversation(room.language);
    const names = first.files.map(({ name }) => name);
    await room.list.begin(room.id, titleOf(first.written, names));
    const made = await room.list.get(room.id);
    if (made === null) throw new Error('the list of conversations lost an entry');
    return made;
  }
}

function noTitle({ language }: Room): SwitchboardError {
  const sentence = { en: 'Write a title.', zh: '请写一个标题。' }[language];
  return new SwitchboardError('bad_request', sentence, { param: 'title' });
}
