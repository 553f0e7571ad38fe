import type { Platform } from '../conversation/types.ts';

/** Somebody who writes or presses something, as the platform names them. */
export interface Who {
  readonly platform: Platform;
  /** The platform's user id. */
  readonly user: string;
  /** Ids of where it happens, the platform's own: channel or chat, team or guild. Empty where there is none. */
  readonly places: readonly string[];
  /** Several people see the conversation. */
  readonly shared: boolean;
  /** The platform itself says that this user runs the workspace, guild or chat. */
  readonly platformAdmin?: boolean;
}

/** Who may do what (ADMINS, SLACK_ALLOW, DISCORD_ALLOW, TELEGRAM_ALLOW, RATE_LIMIT_PER_MINUTE). */
export interface Access {
  /** Named in ADMINS as `platform:userid`. */
  isAdmin(platform: Platform, user: string): boolean;
  /** Whether they are answered at all: everyone without an allow-list, else by user or place; admins always. */
  mayUse(who: Who): boolean;
  /** `/settings` and `/persona`: in a shared channel for admins, ours or the platform's; alone, for everybody. */
  maySet(who: Who): boolean;
  /**
   * Counts one turn of this user in the running minute, on all replicas together. An adapter calls it once for each
   * message that it accepts; over HTTP requests are counted by key in place of it.
   *
   * @throws SwitchboardError `rate_limited` with `retryAfterMs`, in the language of `text`
   */
  countTurn(platform: Platform, user: string, text: string): Promise<void>;
}
