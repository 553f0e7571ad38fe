import { memberObject, userObject } from '../objects/people.ts';
import { channelObject, guildObject } from '../objects/places.ts';
import { BOT, type DiscordGuild } from '../workspace.ts';
import { param } from './call.ts';
import { Refusal, unknownChannel } from './errors.ts';
import type { Handlers, RestDeps } from './handler.ts';

/** ApplicationFlags: MESSAGE_CONTENT granted, for a bot in fewer than 100 guilds. */
const CONTENT_LIMITED = 1 << 19;

/** Who am I, who are they, where does the gateway stand. */
export function basics(
  deps: RestDeps & { readonly gatewayUrl: string; readonly identifies: () => number },
): Handlers {
  const { workspace, behaviour } = deps;
  const application = () => ({
    id: BOT.app,
    name: 'Switchboard',
    icon: null,
    description: '',
    bot_public: false,
    bot_require_code_grant: false,
    verify_key: '00',
    flags: behaviour().messageContent ? CONTENT_LIMITED : 0,
    bot: userObject(workspace.user(BOT.user)),
    owner: null,
    team: null,
  });
  const guild = (id: string): DiscordGuild => {
    const found = workspace.guilds.get(id);
    if (found === undefined) throw new Refusal(404, 10_004, 'Unknown Guild');
    return found;
  };
  const user = (id: string) => {
    const found = workspace.users.get(id);
    if (found === undefined) throw new Refusal(404, 10_013, 'Unknown User');
    return userObject(found);
  };
  return {
    'GET /gateway': () => ({ url: deps.gatewayUrl }),
    'GET /gateway/bot': () => ({
      url: deps.gatewayUrl,
      shards: behaviour().shards,
      session_start_limit: {
        total: behaviour().identifyLimit,
        remaining: Math.max(0, behaviour().identifyLimit - deps.identifies()),
        reset_after: 86_400_000,
        max_concurrency: behaviour().maxConcurrency,
      },
    }),
    'GET /users/@me': () => ({ ...user(BOT.user), flags: 0, verified: true }),
    'GET /users/@me/guilds': () => [...workspace.guilds.values()].map(({ id, name }) => ({ id, name })),
    'GET /users/{user_id}': (call) => user(param(call, 'user_id')),
    'GET /applications/@me': application,
    'GET /oauth2/applications/@me': application,
    'GET /guilds/{guild_id}': (call) => guildObject(workspace, guild(param(call, 'guild_id'))),
    'GET /guilds/{guild_id}/channels': (call) =>
      guildObject(workspace, guild(param(call, 'guild_id'))).channels,
    'GET /guilds/{guild_id}/threads/active': (call) => ({
      threads: guildObject(workspace, guild(param(call, 'guild_id'))).threads,
      members: [],
    }),
    'GET /guilds/{guild_id}/members/{user_id}': (call) => ({
      ...memberObject(),
      user: user(param(call, 'user_id')),
    }),
    'GET /channels/{channel_id}': (call) => {
      const channel = workspace.channels.get(param(call, 'channel_id'));
      if (channel === undefined) throw unknownChannel();
      return channelObject(workspace, channel);
    },
  };
}
