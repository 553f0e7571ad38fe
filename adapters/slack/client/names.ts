import { setTimeout as delay } from 'node:timers/promises';
import type { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import { refusalOf } from './send-errors.ts';

/** What is known of a user. */
export interface Profile {
  /** As others see it; null when Slack does not tell. */
  readonly name: string | null;
  /** Runs the workspace: admin or owner. */
  readonly admin: boolean;
  /** Like `zh-CN`; null when it is not told. */
  readonly locale: string | null;
}

export interface Names {
  /** Looks the user up, or answers from memory. Never rejects: somebody unknown has no name. */
  profile(user: string): Promise<Profile>;
  /** The same within a second, while Slack waits for an acknowledgement. */
  soon(user: string): Promise<Profile>;
  /** What is in memory already. */
  known(user: string): Profile | null;
}

const KEPT_MS = 60 * 60_000;
/** An answer that failed is asked for again sooner. */
const KEPT_UNKNOWN_MS = 60_000;
const KEPT_USERS = 5_000;
const SOON_MS = 1_000;
const NOBODY: Profile = { name: null, admin: false, locale: null };

/** Users by `users.info`, kept for an hour. */
export function createNames(client: webApi.WebClient, log: Logger, now: () => number = Date.now): Names {
  const kept = new Map<
    string,
    { readonly profile: Promise<Profile>; until: number; value: Profile | null }
  >();

  async function lookUp(user: string): Promise<Profile | null> {
    try {
      const { user: found } = await client.users.info({ user, include_locale: true });
      const { profile, real_name: real, name, is_admin: admin, is_owner: owner, locale } = found ?? {};
      return {
        name: profile?.display_name || profile?.real_name || real || name || null,
        admin: admin === true || owner === true,
        locale: locale ?? null,
      };
    } catch (error) {
      log.debug({ reason: refusalOf(error) ?? 'no answer' }, 'slack: a user could not be looked up');
      return null;
    }
  }

  const names: Names = {
    soon: (user) => Promise.race([names.profile(user), delay(SOON_MS, NOBODY, { ref: false })]),
    known: (user) => kept.get(user)?.value ?? null,
    profile(user) {
      const entry = kept.get(user);
      if (entry !== undefined && entry.until > now()) return entry.profile;
      // The oldest goes: a Map keeps the order of insertion.
      if (kept.size >= KEPT_USERS) kept.delete(kept.keys().next().value ?? '');
      const looked = lookUp(user);
      const fresh = { profile: looked.then((found) => found ?? NOBODY), until: now() + KEPT_MS, value: null };
      const filled: { profile: Promise<Profile>; until: number; value: Profile | null } = fresh;
      kept.set(user, filled);
      void looked.then((found) => {
        if (found === null) filled.until = now() + KEPT_UNKNOWN_MS;
        else filled.value = found;
      });
      return filled.profile;
    },
  };
  return names;
}
