import type { Behaviour } from '../behaviour.ts';
import type { Call } from '../call.ts';
import type { Drafts } from '../drafts.ts';
import type { Updates } from '../updates.ts';
import type { Webhook } from '../webhook.ts';
import type { World } from '../world.ts';

/** A press that waits for its answer. */
export interface CallbackQuery {
  readonly id: string;
  readonly user: number;
  readonly chat: number;
  readonly message: number;
  /** In milliseconds of `performance.now()`. */
  readonly at: number;
  answered: boolean;
  /** What the answer showed to the one who pressed; null: nothing. */
  text: string | null;
}

export interface CommandList {
  /** JSON of the scope, with its keys in order. */
  readonly scope: string;
  readonly language: string;
  readonly commands: readonly { command: string; description: string; is_ephemeral?: boolean }[];
}

/** What the methods work on. */
export interface MethodDeps {
  readonly world: World;
  readonly updates: Updates;
  readonly webhook: Webhook;
  readonly drafts: Drafts;
  readonly behaviour: () => Behaviour;
  readonly callbacks: Map<string, CallbackQuery>;
  readonly commandLists: CommandList[];
  /** Chat actions and reactions, oldest first, in words. */
  readonly signs: string[];
  /** When somebody last pressed or sent an ephemeral message: `chat user` → `performance.now()`. */
  readonly touched: Map<string, number>;
  /** Ids of files by the paths that were given out for them. */
  readonly paths: Map<string, string>;
  /** Keeps what Telegram would take, or refuses, and should not have been sent. */
  readonly note: (call: Pick<Call, 'method'>, problem: string) => void;
  /** A long poll that is open ends. */
  readonly webhookReplacesPolling: () => void;
}

/** A method's answer is `result`; it throws a Refusal otherwise. */
export type Methods = Readonly<Record<string, (call: Call) => unknown>>;
