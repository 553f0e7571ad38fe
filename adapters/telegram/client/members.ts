import { isRecord } from '../json.ts';
import { TIMEOUTS } from '../limits.ts';
import type { Api } from './api.ts';

/** Who runs a group. */
export interface Members {
  /** Whether they are its owner or an administrator; false, too, when Telegram does not say in time. */
  isAdmin(chat: number, user: number): Promise<boolean>;
}

const KEPT_MS = 5 * 60_000;
const KEPT_USERS = 2_000;

/** By `getChatMember`, kept for five minutes. */
export function createMembers(api: Api, now: () => number = Date.now): Members {
  const kept = new Map<string, { readonly admin: boolean; readonly until: number }>();
  return {
    async isAdmin(chat, user) {
      const key = `${chat} ${user}`;
      const known = kept.get(key);
      if (known !== undefined && known.until > now()) return known.admin;
      try {
        const fields = { chat_id: chat, user_id: user };
        const member = await api.call('getChatMember', fields, AbortSignal.timeout(TIMEOUTS.member));
        const admin = isRecord(member) && ['creator', 'administrator'].includes(String(member.status));
        // The oldest goes: a Map keeps the order of insertion.
        if (kept.size >= KEPT_USERS) kept.delete(kept.keys().next().value ?? '');
        kept.set(key, { admin, until: now() + KEPT_MS });
        return admin;
      } catch {
        return false;
      }
    },
  };
}
