import { startSlackStage } from '../doubles/slack/stage.ts';
import { describePlatform } from './platform-contract.ts';

describePlatform('slack', startSlackStage);
