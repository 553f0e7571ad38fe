import { memberObject, PERMISSIONS, userObject } from '../objects/people.ts';
import { channelObject } from '../objects/places.ts';
import { BOT, type Workspace } from '../workspace.ts';
import type { Issued } from './issued.ts';

/** Bytes that an interaction says may be attached. */
const ATTACHMENT_BYTES = 10 * 1_024 * 1_024;

/** An interaction as the gateway tells it. */
export function interactionObject(
  workspace: Workspace,
  issued: Issued,
  data: object,
  message?: object,
): object {
  const channel = workspace.channel(issued.channel);
  const user = workspace.user(issued.user);
  const { guild } = channel;
  return {
    id: issued.id,
    application_id: BOT.app,
    type: issued.type,
    token: issued.token,
    version: 1,
    data,
    channel_id: channel.id,
    channel: { ...channelObject(workspace, channel), permissions: PERMISSIONS },
    ...(guild === null
      ? { user: userObject(user), context: 1, authorizing_integration_owners: { 0: '0' } }
      : {
          guild_id: guild,
          guild: { id: guild, locale: 'en-US', features: [] },
          guild_locale: 'en-US',
          member: { ...memberObject(), user: userObject(user) },
          context: 0,
          authorizing_integration_owners: { 0: guild },
        }),
    ...(message !== undefined && { message }),
    locale: user.locale,
    app_permissions: PERMISSIONS,
    entitlements: [],
    attachment_size_limit: ATTACHMENT_BYTES,
  };
}
