import type { ApiSpecification, Field } from './specification.ts';

/**
 * What is newer than the specification's Bot API 10.1, after `shared/references/platforms.md` §3 (10.2 and 10.3).
 * Each addition belongs to a switch of the double, so that an older server can be played.
 */
const field = (name: string, types: readonly string[], description = '', required = false): Field => ({
  name,
  types,
  required,
  description,
});

const STOPPABLE = [field('can_stop', ['Boolean']), field('keep_on_stop', ['Boolean'])];
const EPHEMERAL = field('ephemeral_message_parameters', ['EphemeralMessageParameters']);
const EPHEMERAL_PLACE = [
  field('chat_id', ['Integer', 'String'], '', true),
  field('receiver_user_id', ['Integer'], '', true),
  field('ephemeral_message_id', ['Integer'], '', true),
];

/** Methods that send a message which only one person sees, when they are told so. */
const CAN_BE_EPHEMERAL = ['sendMessage', 'sendRichMessage', 'sendPhoto', 'sendDocument'];

/** The specification with what is newer. */
export function withOverlay(
  specification: ApiSpecification,
  has: { readonly canStop: boolean; readonly ephemeral: boolean },
): ApiSpecification {
  const methods = { ...specification.methods };
  const types = { ...specification.types };
  const extendMethod = (name: string, ...fields: readonly Field[]) => {
    const method = methods[name];
    if (method !== undefined) methods[name] = { ...method, fields: [...(method.fields ?? []), ...fields] };
  };
  const extendType = (name: string, ...fields: readonly Field[]) => {
    const type = types[name];
    if (type !== undefined) types[name] = { ...type, fields: [...(type.fields ?? []), ...fields] };
  };
  if (has.canStop) {
    extendMethod('sendMessageDraft', ...STOPPABLE);
    extendMethod('sendRichMessageDraft', ...STOPPABLE);
  }
  if (has.ephemeral) {
    // Blocks and media came with 10.2, too; what is in them is not described here.
    extendType('InputRichMessage', field('blocks', ['Array of Any']), field('media', ['Array of Any']));
    types.EphemeralMessageParameters = {
      name: 'EphemeralMessageParameters',
      fields: [
        field('receiver_user_id', ['Integer'], '', true),
        field('callback_query_id', ['String']),
        field('replace_callback_query_message', ['Boolean']),
      ],
    };
    extendType('BotCommand', field('is_ephemeral', ['Boolean']));
    for (const name of CAN_BE_EPHEMERAL) extendMethod(name, EPHEMERAL);
    // A message is replied to by its id, or by that of an ephemeral one.
    const reply = types.ReplyParameters;
    if (reply !== undefined) {
      const fields = (reply.fields ?? []).map((one) =>
        one.name === 'message_id' ? { ...one, required: false } : one,
      );
      types.ReplyParameters = { ...reply, fields: [...fields, field('ephemeral_message_id', ['Integer'])] };
    }
    const edit = (methods.editMessageText?.fields ?? []).filter(({ name }) =>
      ['text', 'parse_mode', 'entities', 'link_preview_options', 'rich_message', 'reply_markup'].includes(
        name,
      ),
    );
    methods.editEphemeralMessageText = {
      name: 'editEphemeralMessageText',
      fields: [...EPHEMERAL_PLACE, ...edit],
    };
    methods.deleteEphemeralMessage = { name: 'deleteEphemeralMessage', fields: EPHEMERAL_PLACE };
  }
  return { methods, types };
}
