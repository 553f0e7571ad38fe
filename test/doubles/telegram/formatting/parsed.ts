/** An entity as the Bot API has it; offsets in UTF-16 code units. */
export interface Entity {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
  readonly url?: string;
  readonly language?: string;
}

/** Something that can be pressed. */
export interface Button {
  readonly text: string;
  /** Null: it opens something, and the bot hears nothing. */
  readonly data: string | null;
}

/** What a person reads, out of markup. */
export interface Parsed {
  readonly text: string;
  readonly entities: readonly Entity[];
  /** Buttons inside a rich message. */
  readonly buttons: readonly Button[];
  /** URLs that Telegram would fetch to show the message. */
  readonly fetched: readonly string[];
  /** Where links lead. */
  readonly links: readonly string[];
  /** What Telegram takes, but no bot means to send, in words. */
  readonly doubts: readonly string[];
}

export const plain = (text: string, entities: readonly Entity[] = []): Parsed => ({
  text,
  entities,
  buttons: [],
  fetched: [],
  links: [],
  doubts: [],
});
