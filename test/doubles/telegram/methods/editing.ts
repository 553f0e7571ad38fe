import { type Call, isObject } from '../call.ts';
import { malformed, unavailable } from '../errors.ts';
import { isEphemeral, messageObject } from '../message-object.ts';
import { BOT, type Content, type TelegramMessage } from '../world.ts';
import { fileContent, richContent, textContent } from './content.ts';
import type { MethodDeps, Methods } from './method.ts';
import { chatOf, keyboardOf } from './place.ts';

const SAME =
  'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message';

/** Methods that change or remove messages. */
export function editing(deps: MethodDeps): Methods {
  const { world, behaviour } = deps;

  function mine(call: Call, id: unknown = call.args.message_id): TelegramMessage {
    const chat = chatOf(deps, call);
    const message = world.find(chat.id, Number(id));
    if (message === null || (isEphemeral(message) && id === call.args.message_id))
      throw unavailable('message to edit not found');
    if (message.from !== BOT.id) throw malformed("message can't be edited");
    return message;
  }

  function change(message: TelegramMessage, now: Content): unknown {
    if (sameAs(message.now, now)) throw unavailable(SAME);
    return messageObject(world, world.edit(message, now));
  }

  function written(call: Call): Content {
    const { text, rich_message: rich } = call.args;
    // An older server does not know the field, and misses the text.
    if (rich === undefined || !behaviour().rich) return textContent(deps, call, { editing: true });
    if (text !== undefined) throw malformed('text and rich_message exclude each other');
    return richContent(deps, call);
  }

  function remove(call: Call, id: number): boolean {
    const chat = chatOf(deps, call);
    const message = world.find(chat.id, id);
    if (message === null || isEphemeral(message)) throw unavailable('message to delete not found');
    const may = message.from === BOT.id || chat.type === 'private' || chat.admins.includes(BOT.id);
    if (!may) throw malformed("message can't be deleted");
    world.remove(message);
    return true;
  }

  return {
    editMessageText(call) {
      const message = mine(call);
      if (message.now.kind === 'file') throw malformed('there is no text in the message to edit');
      return change(message, written(call));
    },
    editMessageCaption(call) {
      const message = mine(call);
      if (message.now.file === null) throw malformed('there is no caption in the message to edit');
      const args = { ...call.args, document: message.now.file.id };
      return change(message, fileContent(deps, { ...call, args }, 'document'));
    },
    editMessageMedia(call) {
      const message = mine(call);
      const { media } = call.args;
      if (!isObject(media)) throw malformed("message media isn't specified");
      const field = media.type === 'photo' ? 'photo' : 'document';
      const args = { ...call.args, ...media, [field]: media.media };
      return change(message, fileContent(deps, { ...call, args }, field));
    },
    editMessageReplyMarkup(call) {
      const message = mine(call);
      return change(message, { ...message.now, keyboard: keyboardOf(call) });
    },
    deleteMessage: (call) => remove(call, Number(call.args.message_id)),
    deleteMessages(call) {
      // Those that have gone are passed over.
      for (const id of call.args.message_ids as number[])
        if (world.find(chatOf(deps, call).id, id) !== null) remove(call, id);
      return true;
    },
    editEphemeralMessageText(call) {
      change(mine(call, call.args.ephemeral_message_id), written(call));
      return true;
    },
    deleteEphemeralMessage(call) {
      world.remove(mine(call, call.args.ephemeral_message_id));
      return true;
    },
  };
}

const sameAs = (one: Content, other: Content): boolean =>
  one.kind === other.kind &&
  one.source === other.source &&
  one.file === other.file &&
  JSON.stringify(one.keyboard) === JSON.stringify(other.keyboard);
