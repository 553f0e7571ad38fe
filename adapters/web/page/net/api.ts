import type {
  Again,
  Continue,
  ConversationList,
  ConversationSummary,
  Judgement,
  PageLanguage,
  Question,
  SettingsPatch,
  WebCommand,
  WebCommands,
  WebConversation,
  WebSettings,
  WebStatus,
} from '../../protocol.ts';
import { type Call, CallError } from './call.ts';

const NOT_FOUND = 404;

/** Everything that the page asks the server for. All of it throws as `Call` does. */
export interface Api {
  status(): Promise<WebStatus>;
  commands(): Promise<readonly WebCommand[]>;
  list(search: string, signal?: AbortSignal): Promise<ConversationList>;
  /** Null when the server does not know it (yet). */
  conversation(id: string, signal?: AbortSignal): Promise<WebConversation | null>;
  rename(id: string, title: string): Promise<ConversationSummary>;
  remove(id: string): Promise<void>;
  settings(id: string): Promise<WebSettings>;
  change(id: string, change: SettingsPatch): Promise<WebSettings>;
  ask(id: string, question: Question, signal: AbortSignal): Promise<Response>;
  again(id: string, turn: string, again: Again, signal: AbortSignal): Promise<Response>;
  goOn(id: string, turn: string, body: Continue, signal: AbortSignal): Promise<Response>;
  /** Of the turn of a message, also when it has ended; null: of the one that runs. */
  live(id: string, message: string | null, signal: AbortSignal): Promise<Response>;
  stop(id: string): Promise<void>;
  judge(id: string, turn: string, judgement: Judgement): Promise<void>;
  signOut(): Promise<void>;
}

export function createApi(call: Call, language: () => PageLanguage): Api {
  const json = async <T>(...args: Parameters<Call>) => (await (await call(...args)).json()) as T;
  return {
    status: () => json('/web/status'),
    commands: async () => (await json<WebCommands>(`/web/commands?language=${language()}`)).commands,
    list: (search, signal) =>
      json(`/web/conversations?search=${encodeURIComponent(search)}`, signal ? { signal } : {}),
    async conversation(id, signal) {
      try {
        return await json(`${pathOf(id)}?language=${language()}`, signal ? { signal } : {});
      } catch (error) {
        if (error instanceof CallError && error.status === NOT_FOUND) return null;
        throw error;
      }
    },
    rename: (id, title) => json(pathOf(id), { method: 'PATCH', body: { title } }),
    remove: async (id) => void (await call(pathOf(id), { method: 'DELETE' })),
    settings: (id) => json(`${pathOf(id)}/settings?language=${language()}`),
    change: (id, change) =>
      json(`${pathOf(id)}/settings?language=${language()}`, { method: 'PATCH', body: change }),
    ask: (id, body, signal) => call(`${pathOf(id)}/turns`, { body, signal }),
    again: (id, turn, body, signal) => call(`${turnPath(id, turn)}/again`, { body, signal }),
    goOn: (id, turn, body, signal) => call(`${turnPath(id, turn)}/continue`, { body, signal }),
    live: (id, message, signal) => {
      const which = message === null ? '' : `?turn=${encodeURIComponent(message)}`;
      return call(`${pathOf(id)}/live${which}`, { signal });
    },
    stop: async (id) => void (await call(`${pathOf(id)}/stop`, { body: {} })),
    judge: async (id, turn, body) => void (await call(`${turnPath(id, turn)}/verdict`, { body })),
    signOut: async () => void (await call('/web/sign-out', { body: {} })),
  };
}

/** Where a conversation is downloaded from. */
export function exportPath(id: string, format: 'markdown' | 'json'): string {
  return `${pathOf(id)}/export?format=${format}`;
}

function pathOf(id: string): string {
  return `/web/conversations/${encodeURIComponent(id)}`;
}

function turnPath(id: string, turn: string): string {
  return `${pathOf(id)}/turns/${encodeURIComponent(turn)}`;
}
