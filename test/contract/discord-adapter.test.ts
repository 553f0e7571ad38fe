import { startDiscordStage } from './discord-stage.ts';
import { describePlatform } from './platform-contract.ts';

describePlatform('discord', startDiscordStage);
