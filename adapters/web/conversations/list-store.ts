import type { Keyv } from 'keyv';
import type { Entry } from './entry.ts';

/** Written once, with the first turn. */
interface Begun {
  readonly at: string;
  readonly title: string;
}
interface Renamed {
  readonly title: string;
}
interface Touched {
  readonly at: string;
}

/**
 * The conversations of one browser's session. What changes at different times stands in entries of its own, so that
 * nothing is read to be written back: two tabs, or a rename while an answer ends, undo nothing of each other.
 */
export interface ConversationList {
  /** Takes in a conversation, unless it is known. */
  begin(id: string, title: string): Promise<void>;
  /** Something was said in it just now. */
  touch(id: string): Promise<void>;
  rename(id: string, title: string): Promise<void>;
  get(id: string): Promise<Entry | null>;
  /** The latest first. */
  all(): Promise<readonly Entry[]>;
  remove(id: string): Promise<void>;
}

const RENAMED = 'title';
const TOUCHED = 'touched';

/**
 * @param cache of this session alone: a namespace of its own is listed by one walk over its keys
 * @param now milliseconds since the epoch
 */
export function createConversationList(cache: Keyv, now: () => number = Date.now): ConversationList {
  const at = () => new Date(now()).toISOString();

  return {
    async begin(id, title) {
      if ((await cache.get<Begun>(id)) !== undefined) return;
      await cache.set(id, { at: at(), title } satisfies Begun);
    },
    async touch(id) {
      await cache.set(`${id} ${TOUCHED}`, { at: at() } satisfies Touched);
    },
    async rename(id, title) {
      await cache.set(`${id} ${RENAMED}`, { title } satisfies Renamed);
    },
    async get(id) {
      const keys = [id, `${id} ${RENAMED}`, `${id} ${TOUCHED}`];
      const [begun, renamed, touched] = await cache.getMany<Begun & Renamed & Touched>(keys);
      return begun === undefined ? null : toEntry(id, begun, renamed, touched);
    },
    async all() {
      const begun = new Map<string, Begun>();
      const renamed = new Map<string, Renamed>();
      const touched = new Map<string, Touched>();
      for await (const [key, value] of cache.iterator?.() ?? []) {
        const [id = '', field] = String(key).split(' ');
        if (field === undefined) begun.set(id, value as Begun);
        else if (field === RENAMED) renamed.set(id, value as Renamed);
        else touched.set(id, value as Touched);
      }
      return [...begun]
        .map(([id, first]) => toEntry(id, first, renamed.get(id), touched.get(id)))
        .sort((one, other) => compare(other.updated, one.updated));
    },
    async remove(id) {
      await cache.deleteMany([id, `${id} ${RENAMED}`, `${id} ${TOUCHED}`]);
    },
  };
}

function toEntry(id: string, begun: Begun, renamed?: Renamed, touched?: Touched): Entry {
  return {
    id,
    title: renamed?.title ?? begun.title,
    created: begun.at,
    updated: touched?.at ?? begun.at,
  };
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
