/** Everything about the double that can be changed while it runs. */
export interface Behaviour {
  /** False: a server before Bot API 10.1, which knows no rich messages at all. */
  readonly rich: boolean;
  /** False: no drafts of either kind. */
  readonly drafts: boolean;
  /** False: a server before 10.3, without `can_stop` and `stopped_message_generation`. */
  readonly canStop: boolean;
  /** False: a server before 10.2, without ephemeral messages. */
  readonly ephemeral: boolean;
  /** Privacy mode, as BotFather sets it: groups deliver commands, replies to the bot and mentions only. */
  readonly privacy: boolean;
  /** False: with privacy mode, a plain mention is not delivered (it is not promised). */
  readonly mentions: boolean;
  /** Other bots' messages in groups are delivered, too. */
  readonly botToBot: boolean;
  /** Private chats may have topics. */
  readonly privateTopics: boolean;
  /** False: the token is refused, as after it was revoked. */
  readonly authorized: boolean;
  /** Enforce limits per chat; off, only storms refuse. */
  readonly rates: boolean;
  /** Milliseconds for which a draft is shown after its last change. */
  readonly draftLifeMs: number;
  /** Milliseconds in which a callback query has to be answered: after it, the spinner is a violation. */
  readonly callbackWithinMs: number;
  /** Milliseconds for which a callback query can be answered at all [S]. */
  readonly callbackLifeMs: number;
  /** Milliseconds after a command or press in which a non-admin bot may send an ephemeral message [3P]. */
  readonly ephemeralWithinMs: number;
  /** Milliseconds until a failed webhook post is tried again; doubled each time. */
  readonly webhookRetryMs: number;
  /** Milliseconds that a webhook post may take. */
  readonly webhookTimeoutMs: number;
  /** Longest wait of a long poll in milliseconds, whatever the bot asks for. */
  readonly pollMs: number;
}

export const DEFAULT_BEHAVIOUR: Behaviour = {
  rich: true,
  drafts: true,
  canStop: true,
  ephemeral: true,
  privacy: true,
  mentions: true,
  botToBot: false,
  privateTopics: false,
  authorized: true,
  rates: true,
  draftLifeMs: 30_000,
  callbackWithinMs: 10_000,
  callbackLifeMs: 150_000,
  ephemeralWithinMs: 15_000,
  // Telegram waits seconds to minutes; here a test would wait.
  webhookRetryMs: 50,
  webhookTimeoutMs: 10_000,
  pollMs: 50_000,
};
