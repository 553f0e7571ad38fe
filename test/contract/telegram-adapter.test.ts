import { describePlatform } from './platform-contract.ts';
import { startTelegramStage } from './telegram-stage.ts';

describePlatform('telegram by polling', () => startTelegramStage({ mode: 'polling' }));
