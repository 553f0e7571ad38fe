import type { Platform } from '../../src/conversation/types.ts';

/** A message that a person wrote on the stage. */
export interface Said {
  /** The platform's own id of it. */
  readonly id: string;
  readonly text: string;
  readonly by: Person;
}

/** Who acts; `ann` where it does not matter. */
export type Person = 'ann' | 'bob';

/** A file or picture of the bot, as a person finds it. */
export interface ShownFile {
  readonly name: string;
  /** Its content where it is text, its description where it is a picture. */
  readonly text: string;
  readonly picture: boolean;
}

/** A message of the bot as people see it now. */
export interface Shown {
  readonly id: string;
  /** All that can be read, top to bottom, without the platform's markup of its own where that is not shown. */
  readonly text: string;
  /** Its text after each change, the first being how it was posted, the last how it stands now. */
  readonly versions: readonly string[];
  readonly files: readonly ShownFile[];
  /** Labels of what can be pressed or chosen, as they are shown. */
  readonly buttons: readonly string[];
  /** True once the bot, or somebody, has removed it. */
  readonly deleted: boolean;
}

/** One place where people and the bot write, apart from all others. */
export interface Room {
  /** Writes to the bot, so that it has to answer (a mention, where the platform wants one). */
  say(text: string, by?: Person): Promise<Said>;
  /** Writes to others: the bot is not meant. */
  mutter(text: string, by?: Person): Promise<Said>;
  edit(said: Said, text: string): Promise<void>;
  remove(said: Said): Promise<void>;
  /** The platform sends the same event once more, as after an acknowledgement that it missed. */
  deliverAgain(said: Said): Promise<void>;
  /** Types a slash command, without its slash: `math 2+2`. Resolves once the platform has the acknowledgement. */
  command(line: string, by?: Person): Promise<void>;
  /** The bot's messages that answer this one, oldest first, removed ones included. */
  answers(said: Said): readonly Shown[];
  /** All of the bot's messages in the room, oldest first. */
  shown(): readonly Shown[];
  /** What only this person was shown, oldest first. */
  whispers(by?: Person): readonly string[];
  /** Refuses the bot's next `calls` that write here, as going too fast, each with this many seconds to wait. */
  storm(calls: number, retryAfterS: number): void;
  /** How many calls storms have refused here. */
  stormed(): number;
  /** Presses the button with this label of a message of the bot; throws when there is none. */
  press(shown: Shown, label: RegExp, by?: Person): Promise<void>;
}

/**
 * A platform as its people see it, made by the platform's double. The bot comes as a process of its own that is
 * given `environment`; nothing of the bot is known here.
 */
export interface Stage {
  readonly platform: Platform;
  /** Variables by which the bot finds this platform. */
  readonly environment: Readonly<Record<string, string>>;
  /** Resolves when the bot receives. */
  connected(): Promise<void>;
  /** A new shared room with Ann, Bob and the bot. */
  room(): Room;
  /** A new room of Ann and the bot alone. */
  direct(): Room;
  /** Cuts what the bot receives through; it has to come back by itself. */
  cut(): Promise<void>;
  /** Everything that the bot has sent and the platform's rules forbid, in words. Empty is good. */
  violations(): readonly string[];
  close(): Promise<void>;
}
