import type { ConversationKey, ExpertName } from '../src/conversation/types.ts';
import type { Switchboard } from '../src/switchboard.ts';

export interface Place {
  readonly switchboard: Switchboard;
  readonly conversation: ConversationKey;
}

interface Declared {
  /** As typed after the slash. */
  readonly name: string;
  /** One line for `/help`. */
  readonly description: string;
}

/** A slash command, declared once: it puts its text through to an expert, or does something at once. */
export type Command =
  | (Declared & { readonly kind: 'ask' /** Null: routed as usual. */; readonly expert: ExpertName | null })
  | (Declared & {
      readonly kind: 'act' /** Resolves to what the person is told. */;
      act(place: Place): Promise<string>;
    });
