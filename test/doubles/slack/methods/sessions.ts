import { type Call, list, optional, required } from '../call.ts';
import { Refusal } from '../errors.ts';
import { LIMITS } from '../rules/limits.ts';
import type { WebApiDeps } from '../web-api.ts';
import type { Methods } from './method.ts';

/** What a thread says about the bot: `status` is the last one, '' none. */
export interface Status {
  readonly channel: string;
  readonly thread: string | null;
  readonly status: string;
  readonly by: 'agents' | 'assistant';
}

const SESSION = ['active', 'processing', 'suspended', 'closed'];

/** Statuses: of an agent's session, with its own stop button, and of a thread. */
export function sessions({ workspace, behaviour, statuses }: WebApiDeps): Methods {
  return {
    'agents.sessions.setStatus': (call) => {
      if (!behaviour().agent) throw new Refusal('unknown_method', [], false);
      const status = required(call, 'status');
      if (!SESSION.includes(status)) throw new Refusal('invalid_status', [status]);
      const title = optional(call, 'title');
      if (title !== null && title.length > LIMITS.sessionTitle) throw new Refusal('title_too_long');
      statuses.push({ ...place(call), status, by: 'agents' });
      return {};
    },
    'assistant.threads.setStatus': (call) => {
      const loading = call.args.loading_messages === undefined ? [] : (list(call, 'loading_messages') ?? []);
      if (loading.length > LIMITS.loadingMessages)
        throw new Refusal('invalid_arguments', ['loading_messages']);
      required(call, 'thread_ts');
      statuses.push({ ...place(call), status: optional(call, 'status') ?? '', by: 'assistant' });
      return {};
    },
    'assistant.threads.setTitle': (call) => {
      place(call);
      required(call, 'title');
      return {};
    },
    'assistant.threads.setSuggestedPrompts': (call) => {
      place(call);
      return {};
    },
  };

  function place(call: Call): { channel: string; thread: string | null } {
    const channel = workspace.channel(required(call, 'channel_id')).id;
    const thread = optional(call, 'thread_ts');
    if (thread !== null && workspace.find(channel, thread) === null)
      throw new Refusal('thread_not_found', [], false);
    return { channel, thread };
  }
}
