import type { Config } from '../config/types.ts';
import type { Platform } from '../conversation/types.ts';
import type { Access, Who } from './access.ts';

type People = Pick<Config, 'admins' | 'slack' | 'discord' | 'telegram'>;

/** Who may do what by the configuration alone; asks and counts nothing. */
export function createWho({ admins, ...platforms }: People): Omit<Access, 'countTurn'> {
  const named = new Set(admins);
  const allowed: Readonly<Partial<Record<Platform, readonly string[]>>> = {
    slack: platforms.slack?.allow ?? [],
    discord: platforms.discord?.allow ?? [],
    telegram: platforms.telegram?.allow ?? [],
  };
  const isAdmin = (platform: Platform, user: string) => named.has(`${platform}:${user}`);

  return {
    isAdmin,
    mayUse({ platform, places, user }: Who) {
      const list = allowed[platform] ?? [];
      return (
        list.length === 0 || isAdmin(platform, user) || [user, ...places].some((id) => list.includes(id))
      );
    },
    maySet: ({ platform, platformAdmin = false, shared, user }: Who) =>
      !shared || platformAdmin || isAdmin(platform, user),
  };
}
