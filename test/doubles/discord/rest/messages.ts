import { isObject } from '../json.ts';
import { messageObject } from '../objects/message.ts';
import { BOT, type DiscordChannel, type DiscordMessage } from '../workspace.ts';
import { bodyOf, type Call, param } from './call.ts';
import { checkedDraft, EMPTY, FLAGS, isBots } from './draft.ts';
import { invalidForm, Refusal, unknownChannel, unknownMessage } from './errors.ts';
import type { Handlers, RestDeps } from './handler.ts';

const PAGE = 50;
const PAGE_MAX = 100;

/** Messages of channels: read, written, changed, removed. */
export function messages(deps: RestDeps & OldEdits): Handlers {
  const { workspace, events, behaviour, root } = deps;
  const shown = (message: DiscordMessage) =>
    messageObject({ workspace, root, content: behaviour().messageContent }, message);

  function place(call: Call): DiscordChannel {
    const channel = workspace.channels.get(param(call, 'channel_id'));
    if (channel === undefined) throw unknownChannel();
    return channel;
  }

  /** @throws Refusal 10008; ephemeral messages are in no channel */
  function found(call: Call): DiscordMessage {
    const message = workspace.find(place(call).id, param(call, 'message_id'));
    if (message === null || message.onlyFor !== null) throw unknownMessage();
    return message;
  }

  function own(call: Call): DiscordMessage {
    const message = found(call);
    if (!isBots(message))
      throw new Refusal(403, 50_005, 'Cannot edit a message authored by another user', { blame: true });
    return message;
  }

  function create(call: Call) {
    const channel = place(call);
    const body = bodyOf(call);
    const nonce = body.nonce === undefined || body.nonce === null ? null : String(body.nonce);
    const twin = body.enforce_nonce === true && nonce !== null ? sameNonce(channel.id, nonce) : null;
    if (twin !== null) return shown(twin);
    if (channel.archived)
      events.channel('THREAD_UPDATE', workspace.changeChannel(channel.id, { archived: false }));
    const message = workspace.addMessage({
      channel: channel.id,
      author: BOT.user,
      nonce,
      repliesTo: reference(channel, body.message_reference),
      ...checkedDraft(deps, EMPTY, body, call.files),
    });
    events.created(message);
    return shown(message);
  }

  const sameNonce = (channel: string, nonce: string): DiscordMessage | null =>
    workspace.messages(channel).find((one) => isBots(one) && one.nonce === nonce) ?? null;

  /** @throws Refusal when the message is gone and `fail_if_not_exists` is not false */
  function reference({ id }: DiscordChannel, value: unknown): string | null {
    if (!isObject(value)) return null;
    const message = String(value.message_id);
    if (workspace.find(id, message) !== null) return message;
    if (value.fail_if_not_exists === false) return null;
    const problem = { code: 'REPLIES_UNKNOWN_MESSAGE', message: 'Unknown message' };
    throw invalidForm([{ path: ['message_reference'], ...problem }]);
  }

  function list(call: Call) {
    const { id } = place(call);
    const { query } = call;
    const limit = Number(query.get('limit') ?? PAGE);
    if (!(limit >= 1 && limit <= PAGE_MAX))
      throw invalidForm([{ path: ['limit'], code: 'NUMBER_TYPE_MAX', message: 'Must be 1 to 100.' }]);
    const all = workspace.messages(id).filter(({ deleted, onlyFor }) => !deleted && onlyFor === null);
    const [before, after, around] = ['before', 'after', 'around'].map((name) => query.get(name));
    // Oldest first after a message, else the newest; always told newest first.
    const page =
      after != null
        ? all.filter((one) => BigInt(one.id) > BigInt(after)).slice(0, limit)
        : around != null
          ? all.filter((one) => one.id === around)
          : all.filter((one) => before == null || BigInt(one.id) < BigInt(before)).slice(-limit);
    return page.toReversed().map(shown);
  }

  return {
    'GET /channels/{channel_id}/messages': list,
    'POST /channels/{channel_id}/messages': create,
    'GET /channels/{channel_id}/messages/{message_id}': (call) => shown(found(call)),
    'PATCH /channels/{channel_id}/messages/{message_id}': (call) => {
      const message = own(call);
      deps.checkOldEdit(message);
      const { flags, ...draft } = checkedDraft(deps, message, bodyOf(call), call.files);
      const change = { ...draft, flags: flags & ~FLAGS.loading, editedAt: workspace.clock.now() };
      const now = workspace.change(message, change);
      events.updated(now);
      return shown(now);
    },
    'DELETE /channels/{channel_id}/messages/{message_id}': (call) => {
      const message = found(call);
      if (!isBots(message)) throw new Refusal(403, 50_013, 'Missing Permissions', { blame: true });
      workspace.change(message, { deleted: true });
      events.deleted(message);
      return undefined;
    },
    'POST /channels/{channel_id}/typing': (call) => {
      deps.typing.push(place(call).id);
      return undefined;
    },
  };
}

export interface OldEdits {
  /** @throws TooFast 30046 */
  readonly checkOldEdit: (message: DiscordMessage) => void;
  /** Where the bot showed that it types. */
  readonly typing: string[];
}
