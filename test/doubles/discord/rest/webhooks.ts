import type { Issued, IssuedInteractions } from '../interactions/issued.ts';
import { messageObject } from '../objects/message.ts';
import { BOT, type DiscordMessage } from '../workspace.ts';
import { bodyOf, type Call, param } from './call.ts';
import { checkedDraft, EMPTY, FLAGS } from './draft.ts';
import { unknownMessage } from './errors.ts';
import type { Handlers, RestDeps } from './handler.ts';

const ROUTE = '/webhooks/{webhook_id}/{webhook_token}';

/** What follows the first answer to an interaction, while its token is good. */
export function webhooks(deps: RestDeps, issuedOnes: IssuedInteractions): Handlers {
  const { workspace, events, root } = deps;
  const issuedOf = (call: Call): Issued => issuedOnes.byToken(param(call, 'webhook_token'));
  const shown = (message: DiscordMessage) => messageObject({ workspace, root, content: true }, message);

  /** @throws Refusal 10008 */
  function found({ original, channel }: Issued, id = original): DiscordMessage {
    const message = workspace.find(channel, id ?? '');
    if (message === null || message.author !== BOT.user) throw unknownMessage();
    return message;
  }

  function change(message: DiscordMessage, call: Call) {
    const { flags, ...draft } = checkedDraft(deps, message, bodyOf(call), call.files);
    const edited = (message.flags & FLAGS.loading) === 0 ? { editedAt: workspace.clock.now() } : {};
    const now = workspace.change(message, { ...draft, ...edited, flags: flags & ~FLAGS.loading });
    events.updated(now);
    return shown(now);
  }

  function follow(call: Call) {
    const issued = issuedOf(call);
    const original = issued.original === null ? null : workspace.find(issued.channel, issued.original);
    // The first to follow a deferred answer takes its place.
    if (original !== null && (original.flags & FLAGS.loading) !== 0) return change(original, call);
    const draft = checkedDraft(deps, EMPTY, bodyOf(call), call.files);
    const message = workspace.addMessage({
      ...draft,
      channel: issued.channel,
      author: BOT.user,
      onlyFor: (draft.flags & FLAGS.ephemeral) === 0 ? null : issued.user,
      interaction: { id: issued.id, type: issued.type, user: issued.user },
    });
    events.created(message);
    return shown(message);
  }

  function remove(message: DiscordMessage): undefined {
    workspace.change(message, { deleted: true });
    if (message.onlyFor === null) events.deleted(message);
  }

  const byId = (call: Call) => found(issuedOf(call), param(call, 'message_id'));
  return {
    [`POST ${ROUTE}`]: follow,
    [`GET ${ROUTE}/messages/@original`]: (call) => shown(found(issuedOf(call))),
    [`PATCH ${ROUTE}/messages/@original`]: (call) => change(found(issuedOf(call)), call),
    [`DELETE ${ROUTE}/messages/@original`]: (call) => remove(found(issuedOf(call))),
    [`GET ${ROUTE}/messages/{message_id}`]: (call) => shown(byId(call)),
    [`PATCH ${ROUTE}/messages/{message_id}`]: (call) => change(byId(call), call),
    [`DELETE ${ROUTE}/messages/{message_id}`]: (call) => remove(byId(call)),
  };
}
