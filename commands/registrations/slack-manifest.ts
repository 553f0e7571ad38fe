import { COMMANDS } from '../index.ts';
import { type SlackCommand, slackCommands } from './slack.ts';

/** Where Slack reaches the app over HTTP: our gateway's route for events, commands and actions. */
const PATH = '/slack/events';

/** What the adapter calls and receives, and no more. */
const BOT_SCOPES = [
  'app_mentions:read',
  'assistant:write',
  'channels:history',
  'chat:write',
  'commands',
  'files:read',
  'files:write',
  'groups:history',
  'im:history',
  'mpim:history',
  'users:read',
] as const;
const BOT_EVENTS = [
  'agent_session_stopped',
  'app_mention',
  'message.channels',
  'message.groups',
  'message.im',
  'message.mpim',
] as const;

/** An app's manifest, as api.slack.com takes it. */
export interface SlackManifest {
  readonly display_information: Readonly<Record<string, string>>;
  readonly features: {
    readonly bot_user: { readonly display_name: string; readonly always_online: boolean };
    readonly app_home: Readonly<Record<string, boolean>>;
    readonly agent_view: {
      readonly agent_description: string;
      readonly suggested_prompts: readonly { readonly title: string; readonly message: string }[];
    };
    readonly slash_commands: readonly SlackCommand[];
  };
  readonly oauth_config: { readonly scopes: { readonly bot: readonly string[] } };
  readonly settings: {
    readonly event_subscriptions: { readonly bot_events: readonly string[]; readonly request_url?: string };
    readonly interactivity: { readonly is_enabled: boolean; readonly request_url?: string };
    readonly org_deploy_enabled: boolean;
    readonly socket_mode_enabled: boolean;
    readonly token_rotation_enabled: boolean;
  };
}

/** @param publicUrl where the outside reaches us (PUBLIC_URL); null = Socket Mode, which needs no address */
export function slackManifest(publicUrl: string | null): SlackManifest {
  const url = publicUrl === null ? null : `${publicUrl.replace(/\/+$/, '')}${PATH}`;
  const address = url === null ? {} : { request_url: url };
  return {
    display_information: {
      name: 'Switchboard',
      description: 'One private chat bot that puts each message through to the model that is best at it',
      background_color: '#1f3a5f',
    },
    features: {
      bot_user: { display_name: 'switchboard', always_online: true },
      app_home: {
        home_tab_enabled: false,
        messages_tab_enabled: true,
        messages_tab_read_only_enabled: false,
      },
      agent_view: {
        agent_description:
          'Answers with the expert model that is best at your message: code, math, translation, data, pictures.',
        suggested_prompts: [
          { title: 'What can you do?', message: '/help' },
          { title: 'Translate', message: '/translate to Chinese: good morning' },
          { title: 'Write code', message: '/code write a debounce in TypeScript' },
          { title: 'Read data from a text', message: '/json name, age:int | Ann is 31' },
        ],
      },
      slash_commands: slackCommands(COMMANDS, url),
    },
    oauth_config: { scopes: { bot: BOT_SCOPES } },
    settings: {
      event_subscriptions: { ...address, bot_events: BOT_EVENTS },
      interactivity: { is_enabled: true, ...address },
      org_deploy_enabled: false,
      socket_mode_enabled: url === null,
      token_rotation_enabled: false,
    },
  };
}
