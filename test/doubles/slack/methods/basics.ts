import { randomUUID } from 'node:crypto';
import { required } from '../call.ts';
import { Refusal } from '../errors.ts';
import type { WebApiDeps } from '../web-api.ts';
import { BOT, type SlackUser, TEAM } from '../workspace.ts';
import type { Methods } from './method.ts';

/** Who the bot is, where it connects, who others are. */
export function basics({ workspace, root }: WebApiDeps): Methods {
  return {
    'auth.test': () => ({
      url: `${root}/`,
      team: 'Double',
      user: BOT.name,
      team_id: TEAM,
      user_id: BOT.user,
      bot_id: BOT.id,
      is_enterprise_install: false,
    }),
    'api.test': () => ({}),
    'apps.connections.open': () => ({ url: `${root.replace('http', 'ws')}/link/?ticket=${randomUUID()}` }),
    'users.info': (call) => {
      const user = workspace.users.get(required(call, 'user'));
      if (user === undefined) throw new Refusal('user_not_found');
      return { user: userObject(user) };
    },
    'bots.info': () => ({ bot: { id: BOT.id, app_id: BOT.app, user_id: BOT.user, name: BOT.name } }),
    'team.info': () => ({ team: { id: TEAM, name: 'Double', domain: 'double' } }),
  };
}

function userObject({ id, name, realName, bot, admin }: SlackUser): object {
  const profile = { real_name: realName, display_name: name, team: TEAM };
  return { id, team_id: TEAM, name, real_name: realName, is_bot: bot, is_admin: admin, profile };
}
