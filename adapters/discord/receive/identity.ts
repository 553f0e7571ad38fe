import type { Rest } from '../client/rest.ts';
import { isRecord, stringOf } from '../payload.ts';
import type { Self } from './events.ts';

/** ApplicationFlags GatewayMessageContent and GatewayMessageContentLimited [DD]. */
const MAY_READ = (1 << 18) | (1 << 19);

export interface Identity {
  readonly self: Self;
  /** MESSAGE_CONTENT is granted: asked for without, the gateway would refuse everything. */
  readonly mayRead: boolean;
}

/** @throws SendError */
export async function whoAmI(rest: Rest, applicationId: string | null): Promise<Identity> {
  const [user, application] = await Promise.all([rest.get('/users/@me'), rest.get('/applications/@me')]);
  const id = isRecord(user) ? stringOf(user.id) : null;
  if (id === null || !isRecord(user)) throw new Error('Discord did not say who the bot is');
  const told = isRecord(application) ? application : {};
  const name = stringOf(user.global_name) ?? stringOf(user.username) ?? 'switchboard';
  return {
    self: { user: id, name, application: applicationId ?? stringOf(told.id) ?? id },
    mayRead: (Number(told.flags ?? 0) & MAY_READ) !== 0,
  };
}
