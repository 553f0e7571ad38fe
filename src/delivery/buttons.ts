import type { ConversationKey, ExpertName } from '../conversation/types.ts';

/** What a button under an answer does. */
export type ButtonAction =
  | { readonly do: 'stop' | 'retry' | 'good' | 'bad' }
  /** Ask another expert: a list of them, where the platform has menus, … */
  | { readonly do: 'experts' }
  /** … or this one. */
  | { readonly do: 'expert'; readonly expert: ExpertName };

/** What a set of buttons belongs to. */
export interface ButtonOwner {
  readonly conversation: ConversationKey;
  /** The id of the Message that the answer is to. */
  readonly message: string;
  /** Who may press, the platform's user id; null = everybody in the conversation. */
  readonly user: string | null;
}

/** Who pressed, as the platform itself says. */
export interface Press {
  readonly user: string;
  /** The conversations that the place of the press can mean: a Slack thread, and its channel. */
  readonly conversations: readonly ConversationKey[];
}

/** `forged`: no payload of ours, or an expired one; `foreign`: of another user or another conversation. */
export type Pressed =
  | { readonly ok: true; readonly action: ButtonAction; readonly owner: ButtonOwner }
  | { readonly ok: false; readonly why: 'forged' | 'foreign' };

/** Signed payloads of buttons: 64 bytes of ASCII at most (Telegram), without a colon or space. */
export interface Buttons {
  /**
   * The way to write payloads for one answer. The same owner gives the same payloads, also after a restart.
   *
   * @example const sign = await buttons.issue({ conversation, message: message.id, user: message.author.id });
   *          const payload = sign({ do: 'retry' });
   */
  issue(owner: ButtonOwner): Promise<(action: ButtonAction) => string>;
  /** What a payload that came back means. Never throws for a bad payload. */
  read(payload: string, press: Press): Promise<Pressed>;
}
