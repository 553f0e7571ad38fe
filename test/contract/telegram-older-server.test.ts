import { describePlatform } from './platform-contract.ts';
import { startTelegramStage } from './telegram-stage.ts';

/** A Bot API server from before rich messages: what it does not know is learned once, and remembered. */
const OLDER = { rich: false, drafts: false, canStop: false } as const;

describePlatform('telegram on an older server', () =>
  startTelegramStage({ mode: 'polling', behaviour: OLDER }),
);
