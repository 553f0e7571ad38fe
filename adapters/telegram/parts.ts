import type { Switchboard } from '../../src/switchboard.ts';
import type { Api } from './client/api.ts';
import type { Members } from './client/members.ts';
import type { Taken } from './client/taken.ts';
import type { SeenTexts } from './receive/texts.ts';

/** Who the bot is, from `getMe`. */
export interface Self {
  readonly id: number;
  /** Without its `@`. */
  readonly name: string;
}

/** What the parts of the adapter share once Telegram has said who we are. */
export interface TelegramParts {
  readonly switchboard: Switchboard;
  readonly api: Api;
  readonly self: Self;
  readonly members: Members;
  readonly texts: SeenTexts;
  /** What this server takes. */
  readonly taken: Taken;
}
