import type { ConversationKey } from '../../../src/conversation/types.ts';
import type { LiveTurns } from './live-turns.ts';

/** Stops all that waits or runs in a conversation. Resolves to false when nothing did. */
export async function endAll(live: Pick<LiveTurns, 'running'>, key: ConversationKey): Promise<boolean> {
  const turns = live.running(key);
  for (const turn of turns) turn.stop();
  await Promise.all(turns.map(({ settled }) => settled));
  return turns.length > 0;
}
