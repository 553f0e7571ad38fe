import { type Call, isObject, type Json } from '../call.ts';
import { malformed } from '../errors.ts';
import { EPHEMERAL_FROM, messageObject } from '../message-object.ts';
import { BOT, type Content } from '../world.ts';
import { fileContent, fileOf, richContent, textContent } from './content.ts';
import type { MethodDeps, Methods } from './method.ts';
import { chatOf, receiverOf, replyOf, topicOf } from './place.ts';

/** Methods that send a message. */
export function sending(deps: MethodDeps): Methods {
  const { world, drafts, signs } = deps;

  function send(call: Call, content: (call: Call) => Content): Json {
    const chat = chatOf(deps, call);
    const topic = topicOf(deps, call, chat);
    const replyTo = replyOf(deps, call, chat);
    const onlyFor = receiverOf(deps, call, chat);
    const place = { chat: chat.id, from: BOT.id, topic, replyTo, onlyFor };
    const id = onlyFor === null ? {} : { id: EPHEMERAL_FROM + world.messages(chat.id).length };
    const message = world.addMessage({ ...place, ...id, now: content(call) });
    if (chat.type === 'private') drafts.end(chat.id, topic, 'message');
    return messageObject(world, message);
  }

  return {
    sendMessage: (call) => send(call, (one) => textContent(deps, one)),
    sendRichMessage: (call) => send(call, (one) => richContent(deps, one)),
    sendPhoto: (call) => send(call, (one) => fileContent(deps, one, 'photo')),
    sendDocument: (call) => send(call, (one) => fileContent(deps, one, 'document')),
    sendMediaGroup(call) {
      const media = call.args.media;
      if (!Array.isArray(media) || media.length < 2 || media.length > 10)
        throw malformed('wrong number of media in an album');
      return media.filter(isObject).map((item) => {
        const photo = item.type === 'photo';
        const file = fileOf(deps, call, String(item.media), photo);
        const one = { ...call, args: { ...call.args, ...item, [photo ? 'photo' : 'document']: file.id } };
        return send(one, (each) => fileContent(deps, each, photo ? 'photo' : 'document'));
      });
    },
    sendChatAction(call) {
      const chat = chatOf(deps, call);
      topicOf(deps, call, chat);
      signs.push(`${call.args.action} in ${chat.id}`);
      return true;
    },
    setMessageReaction(call) {
      const chat = chatOf(deps, call);
      const { reaction = [] } = call.args;
      // Bots set one reaction at most.
      if ((reaction as unknown[]).length > 1) throw malformed('REACTIONS_TOO_MANY');
      signs.push(`reaction ${JSON.stringify(reaction)} in ${chat.id}`);
      return true;
    },
  };
}
