import type { Call } from '../call.ts';
import { malformed } from '../errors.ts';
import { parseText } from '../formatting/text.ts';
import { richContent } from './content.ts';
import type { MethodDeps, Methods } from './method.ts';
import { chatOf, topicOf } from './place.ts';

/** Previews of an answer that is being written; in private chats only. */
export function drafting(deps: MethodDeps): Methods {
  function put(call: Call, text: () => string): true {
    const chat = chatOf(deps, call);
    if (chat.type !== 'private') throw malformed('PEER_ID_INVALID');
    const topic = topicOf(deps, call, chat);
    const { draft_id: id, can_stop: canStop, keep_on_stop: keepOnStop } = call.args;
    if (id === 0) throw malformed('RANDOM_ID_INVALID');
    const switches = { canStop: canStop === true, keepOnStop: keepOnStop === true };
    deps.drafts.put({ chat: chat.id, topic, id: Number(id), text: text(), ...switches });
    return true;
  }
  return {
    sendMessageDraft: (call) =>
      put(call, () => {
        const { text = '', parse_mode: mode } = call.args;
        return parseText(String(text), mode, { empty: true }).text || 'Thinking…';
      }),
    sendRichMessageDraft: (call) => put(call, () => richContent(deps, call, true).text || 'Thinking…'),
  };
}
