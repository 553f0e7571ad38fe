import type { Config } from '../config/types.ts';
import { languageOf } from '../conversation/wording.ts';
import { SwitchboardError } from '../errors.ts';
import type { Ledger } from '../stores/types.ts';
import type { Access } from './access.ts';
import { countInMinute } from './rate.ts';
import { createWho } from './who.ts';

type People = Pick<Config, 'admins' | 'slack' | 'discord' | 'telegram' | 'rateLimitPerMinute'>;

/** @param now milliseconds since the epoch */
export function createAccess(config: People, ledger: Ledger, now: () => number = Date.now): Access {
  const perMinute = config.rateLimitPerMinute;
  return {
    ...createWho(config),
    async countTurn(platform, user, text) {
      const retryAfterMs = await countInMinute(ledger, `turn:${platform}:${user}`, perMinute, now());
      if (retryAfterMs === null) return;
      const seconds = Math.ceil(retryAfterMs / 1_000);
      const sentence = {
        en: `That is more than ${perMinute} messages in a minute; this one was not answered. Send it again in ${seconds} s.`,
        zh: `一分钟内超过了 ${perMinute} 条消息，这条没有得到回答。请在 ${seconds} 秒后重新发送。`,
      };
      throw new SwitchboardError('rate_limited', sentence[languageOf(text)], { retryAfterMs });
    },
  };
}
