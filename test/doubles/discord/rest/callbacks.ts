import { type Issued, type IssuedInteractions, TYPE } from '../interactions/issued.ts';
import { isObject, type Json, objects } from '../json.ts';
import { messageObject } from '../objects/message.ts';
import { LIMITS } from '../rules/limits.ts';
import { BOT, type DiscordMessage } from '../workspace.ts';
import { bodyOf, type Call, param } from './call.ts';
import { checkedDraft, EMPTY, FLAGS, mayWrite } from './draft.ts';
import { invalidForm } from './errors.ts';
import type { Handlers, RestDeps } from './handler.ts';

/** Types of a first answer. */
export const ANSWER = {
  message: 4,
  deferred: 5,
  deferredUpdate: 6,
  update: 7,
  choices: 8,
  modal: 9,
} as const;

/** Which first answers an interaction takes. */
const ALLOWED: Readonly<Record<number, readonly number[]>> = {
  [TYPE.command]: [ANSWER.message, ANSWER.deferred, ANSWER.modal],
  [TYPE.component]: [ANSWER.message, ANSWER.deferred, ANSWER.deferredUpdate, ANSWER.update, ANSWER.modal],
  [TYPE.autocomplete]: [ANSWER.choices],
  [TYPE.modal]: [ANSWER.message, ANSWER.deferred, ANSWER.deferredUpdate, ANSWER.update],
};

/** The first answers to interactions. */
export function callbacks(deps: RestDeps, issuedOnes: IssuedInteractions): Handlers {
  const { workspace, events, root } = deps;

  function post(issued: Issued, data: Json, files: Call['files'], loading: boolean): DiscordMessage {
    const draft = loading
      ? { ...EMPTY, flags: Number(data.flags ?? 0) }
      : checkedDraft(deps, EMPTY, data, files);
    const message = workspace.addMessage({
      ...draft,
      channel: issued.channel,
      author: BOT.user,
      flags: draft.flags | (loading ? FLAGS.loading : 0),
      onlyFor: (draft.flags & FLAGS.ephemeral) === 0 ? null : issued.user,
      interaction: { id: issued.id, type: issued.type, user: issued.user },
    });
    issued.original = message.id;
    events.created(message);
    return message;
  }

  function update(issued: Issued, data: Json, files: Call['files']): DiscordMessage {
    const source = workspace.ever(issued.source?.id ?? '');
    if (source === null) throw invalidForm([NOT_ALLOWED]);
    const change = checkedDraft(deps, source, data, files);
    const now = workspace.change(source, { ...change, editedAt: workspace.clock.now() });
    issued.original = now.id;
    events.updated(now);
    return now;
  }

  function answer(call: Call) {
    const issued = issuedOnes.toAnswer(param(call, 'interaction_id'), param(call, 'interaction_token'));
    const body = bodyOf(call);
    const type = Number(body.type);
    const data = isObject(body.data) ? body.data : {};
    if (!(ALLOWED[issued.type] ?? []).includes(type)) throw invalidForm([NOT_ALLOWED]);
    if (type === ANSWER.choices && objects(data.choices).length > LIMITS.autocompleteChoices)
      throw invalidForm([
        { path: ['data', 'choices'], code: 'BASE_TYPE_BAD_LENGTH', message: 'At most 25.' },
      ]);
    if (type === ANSWER.deferred && (Number(data.flags ?? 0) & ~mayWrite.deferred) !== 0)
      deps.note('only EPHEMERAL may be set when an answer is deferred');
    const message = respond(issued, type, data, call.files);
    issuedOnes.settle(issued, { type, data });
    return call.query.get('with_response') === 'true' ? told(issued, type, message) : undefined;
  }

  function respond(issued: Issued, type: number, data: Json, files: Call['files']): DiscordMessage | null {
    if (type === ANSWER.message || type === ANSWER.deferred)
      return post(issued, data, files, type === ANSWER.deferred);
    if (type === ANSWER.update) return update(issued, data, files);
    if (type === ANSWER.deferredUpdate) issued.original = issued.source?.id ?? null;
    return null;
  }

  function told({ id, type: kind }: Issued, type: number, message: DiscordMessage | null) {
    const view = { workspace, root, content: true };
    return {
      interaction: {
        id,
        type: kind,
        ...(message !== null && {
          response_message_id: message.id,
          response_message_loading: (message.flags & FLAGS.loading) !== 0,
          response_message_ephemeral: message.onlyFor !== null,
        }),
      },
      resource: { type, ...(message !== null && { message: messageObject(view, message) }) },
    };
  }

  return { 'POST /interactions/{interaction_id}/{interaction_token}/callback': answer };
}

const NOT_ALLOWED = {
  path: ['type'],
  code: 'INTERACTION_CALLBACK_TYPE_INVALID',
  message: 'Not for this kind of interaction',
};
