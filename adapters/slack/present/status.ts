import type { Language } from '../../../src/conversation/wording.ts';
import type { AnswerView } from '../../../src/delivery/platform-port.ts';
import type { SendError } from '../../../src/delivery/send-error.ts';
import type { Clients } from '../client/clients.ts';
import { call, refusalOf } from '../client/send-errors.ts';

export interface Sessions {
  /** Shows what goes on in a thread; in a final phase, that nothing does any more. */
  show(place: SessionPlace, view: AnswerView, language: Language, signal: AbortSignal): Promise<void>;
  /** Slack shows its own stop button; true until it has refused. */
  readonly native: boolean;
}

export interface SessionPlace {
  readonly channel: string;
  readonly thread: string;
}

/** Refusals that are about the app, not about this thread. */
const NO_AGENT = new Set([
  'unknown_method',
  'feature_not_enabled',
  'missing_scope',
  'not_allowed_token_type',
  'no_permission',
  'app_not_agent',
  'not_agent_app',
  'access_denied',
]);

/**
 * What people see while there is no text. An app that is an agent has sessions, with Slack's stop button; of others
 * a thread has a status (`assistant.threads.setStatus`), which Bolt's own helper uses for both.
 */
export function createSessions({ stream }: Clients): Sessions {
  let native = true;

  async function session(
    { channel, thread }: SessionPlace,
    status: 'processing' | 'active',
    signal: AbortSignal,
  ) {
    await call(
      'agents.sessions.setStatus',
      () => stream.agents.sessions.setStatus({ channel_id: channel, thread_ts: thread, status }),
      signal,
    );
  }

  async function thread(place: SessionPlace, status: string, signal: AbortSignal) {
    await call(
      'assistant.threads.setStatus',
      () =>
        stream.assistant.threads.setStatus({ channel_id: place.channel, thread_ts: place.thread, status }),
      signal,
    );
  }

  return {
    get native() {
      return native;
    },
    async show(place, view, language, signal) {
      const over = !['waiting', 'writing'].includes(view.phase);
      if (native) {
        try {
          await session(place, over ? 'active' : 'processing', signal);
          return;
        } catch (error) {
          if (!NO_AGENT.has(refusalOf((error as SendError).cause) ?? '')) throw error;
          native = false;
        }
      }
      await thread(place, over ? '' : statusText(view, language), signal);
    },
  };
}

/** @example 'is waiting, 2 before you' */
export function statusText({ position, route }: AnswerView, language: Language): string {
  if (position !== null && position > 0) {
    return { en: `is waiting, ${position} before you`, zh: `排队中，前面还有 ${position} 条` }[language];
  }
  if (route === null) return { en: 'is reading…', zh: '正在阅读…' }[language];
  return { en: `is thinking (${route.expert})…`, zh: `正在思考（${route.expert}）…` }[language];
}
