import { describePlatform } from './platform-contract.ts';
import { startTelegramStage } from './telegram-stage.ts';

// In a file of its own, so that it runs beside the one by polling: both wait for Telegram's paces most of the time.
describePlatform('telegram by webhook', () => startTelegramStage({ mode: 'webhook' }));
