import { isObject } from '../call.ts';
import { malformed, unavailable } from '../errors.ts';
import { TELEGRAM_TAKES } from '../limits.ts';
import { chatObject, userObject } from '../message-object.ts';
import { BOT } from '../world.ts';
import type { MethodDeps, Methods } from './method.ts';
import { chatOf } from './place.ts';

/** Who the bot is, whom it speaks with, what it may fetch, and how it is told of updates. */
export function basics(deps: MethodDeps): Methods {
  const { world, behaviour, callbacks, updates, webhook, paths } = deps;
  return {
    getMe: () => ({
      ...userObject(world.user(BOT.id)),
      can_join_groups: true,
      can_read_all_group_messages: !behaviour().privacy,
      supports_inline_queries: false,
      has_topics_enabled: behaviour().privateTopics,
    }),
    getChat: (call) => ({ ...chatObject(chatOf(deps, call)), accent_color_id: 0, max_reaction_count: 11 }),
    getChatMember(call) {
      const chat = chatOf(deps, call);
      const user = world.user(Number(call.args.user_id));
      const status = chat.admins.includes(user.id)
        ? 'administrator'
        : chat.members.includes(user.id)
          ? 'member'
          : 'left';
      return { status, user: userObject(user) };
    },
    getChatAdministrators: (call) =>
      chatOf(deps, call).admins.map((id) => ({ status: 'administrator', user: userObject(world.user(id)) })),
    createForumTopic(call) {
      const chat = chatOf(deps, call);
      if (!(chat.type === 'private' ? behaviour().privateTopics : chat.forum))
        throw malformed('the chat is not a forum');
      const id = 2 + chat.topics.size;
      chat.topics.set(id, String(call.args.name));
      return { message_thread_id: id, name: call.args.name, icon_color: 0x6fb9f0 };
    },
    getFile({ args }) {
      const id = String(args.file_id);
      const file = world.files.get(id.replace(/-s$/, ''));
      if (file === undefined) throw unavailable('wrong file_id or the file is temporarily unavailable');
      if (file.content.length > TELEGRAM_TAKES.downloadBytes) throw unavailable('file is too big');
      const path = `${file.photo ? 'photos' : 'documents'}/${file.uniqueId}${file.photo ? '.jpg' : ''}`;
      paths.set(path, file.id);
      return { file_id: id, file_unique_id: file.uniqueId, file_size: file.content.length, file_path: path };
    },
    answerCallbackQuery(call) {
      const { callback_query_id: id, text } = call.args;
      const query = callbacks.get(String(id));
      if (query === undefined || call.at - query.at > behaviour().callbackLifeMs)
        throw unavailable('query is too old and response timeout expired or query ID is invalid');
      query.answered = true;
      query.text = text === undefined || text === '' ? null : String(text);
      return true;
    },
    setWebhook({ args }) {
      const { url = '', secret_token: secret, max_connections: connections, allowed_updates: allowed } = args;
      if (args.drop_pending_updates === true) updates.drop();
      if (url === '') {
        webhook.set(null);
        return true;
      }
      if (!URL.canParse(String(url)) || new URL(String(url)).protocol !== 'https:')
        throw malformed('bad webhook: An HTTPS URL must be provided for webhook');
      if (secret !== undefined && !/^[\w-]{1,256}$/.test(String(secret)))
        throw malformed('secret token contains unallowed characters');
      if (Array.isArray(allowed)) updates.allowed = allowed.map(String);
      deps.webhookReplacesPolling();
      webhook.set({
        url: String(url),
        secret: secret === undefined ? null : String(secret),
        maxConnections: typeof connections === 'number' ? connections : 40,
      });
      return true;
    },
    deleteWebhook({ args }) {
      if (args.drop_pending_updates === true) updates.drop();
      webhook.set(null);
      return true;
    },
    getWebhookInfo: () => ({
      url: webhook.target?.url ?? '',
      has_custom_certificate: false,
      pending_update_count: updates.waiting,
      ...(isObject(webhook.target) && { max_connections: webhook.target.maxConnections }),
      ...(webhook.lastError !== null && { last_error_message: webhook.lastError }),
      ...(updates.allowed.length > 0 && { allowed_updates: updates.allowed }),
    }),
  };
}
