import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { conversationKey } from '../conversation/key.ts';
import { SwitchboardError } from '../errors.ts';
import type { Switchboard } from '../switchboard.ts';
import type { Asker } from './ask.ts';
import { checkConversationId } from './ask-body.ts';

/** `GET` shows and `DELETE` forgets a conversation of the asker; `prefix` is the path before `/conversations`. */
export function mountConversations(
  app: FastifyInstance,
  switchboard: Switchboard,
  prefix: string,
  askerOf: (request: FastifyRequest, reply: FastifyReply) => Asker,
): void {
  const path = `${prefix}/conversations/:id`;
  const keyOf = (request: FastifyRequest, reply: FastifyReply, id: string) => {
    const { platform, workspace } = askerOf(request, reply);
    return conversationKey(platform, workspace, checkConversationId(id));
  };

  app.get<{ Params: { id: string } }>(path, async (request, reply) => {
    const { id } = request.params;
    const turns = await switchboard.turns(keyOf(request, reply, id));
    if (turns === null) throw unknownConversation();
    return { id, turns };
  });

  app.delete<{ Params: { id: string } }>(path, async (request, reply) => {
    const { id } = request.params;
    if (!(await switchboard.forget(keyOf(request, reply, id)))) throw unknownConversation();
    return { id, deleted: true };
  });
}

function unknownConversation(): SwitchboardError {
  return new SwitchboardError('not_found', 'There is no such conversation.', { param: 'id' });
}
