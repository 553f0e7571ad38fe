import type { Keyv } from 'keyv';
import { readChange } from './change-settings.ts';
import { DEFAULT_SETTINGS, type Settings, type SettingsChange } from './settings.ts';
import type { ConversationKey } from './types.ts';
import type { Language } from './wording.ts';

/** Settings by conversation; none reaches another's. */
export interface SettingsStore {
  load(key: ConversationKey): Promise<Settings>;
  /**
   * All of the change or nothing of it.
   *
   * @throws SwitchboardError `bad_request` with the field as `param`
   */
  change(key: ConversationKey, change: SettingsChange, language?: Language): Promise<Settings>;
  /** Back to as usual, and nothing of it kept. */
  forget(key: ConversationKey): Promise<void>;
}

type Field = keyof Settings;
interface Kept {
  readonly value: Settings[Field];
}
const FIELDS = Object.keys(DEFAULT_SETTINGS) as Field[];

/** One entry a field: two people who change different ones at once do not undo each other. */
export function createSettingsStore(cache: Keyv): SettingsStore {
  const entry = (key: ConversationKey, field: Field) => `${key} ${field}`;

  async function load(key: ConversationKey): Promise<Settings> {
    const entries = await cache.getMany<Kept>(FIELDS.map((field) => entry(key, field)));
    const set = FIELDS.flatMap((field, index) => {
      const value = entries[index]?.value ?? null;
      return value === null ? [] : [[field, value]];
    });
    return { ...DEFAULT_SETTINGS, ...Object.fromEntries(set) };
  }

  return {
    load,
    async change(key, change, language = 'en') {
      const read = Object.entries(readChange(change, language)) as [Field, Settings[Field]][];
      if (read.length > 0) {
        // What goes back to as usual is written as well: one call, and so one transaction, for all of it.
        const written = await cache.setMany<Kept>(
          read.map(([field, value]) => ({ key: entry(key, field), value: { value } })),
        );
        if (written?.includes(false)) throw new Error('the store did not take the settings');
      }
      return load(key);
    },
    async forget(key) {
      await cache.deleteMany(FIELDS.map((field) => entry(key, field)));
    },
  };
}
