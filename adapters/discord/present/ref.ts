/** How the outbox knows a message of ours: `CHANNEL:ID`, with `:i` where it answers an interaction. */

export function refOf(channel: string, id: string, viaInteraction = false): string {
  return `${channel}:${id}${viaInteraction ? ':i' : ''}`;
}

export interface Target {
  readonly channel: string;
  readonly id: string;
  readonly viaInteraction: boolean;
}

export function targetOf(ref: string): Target {
  const [channel = '', id = '', mark] = ref.split(':');
  return { channel, id, viaInteraction: mark === 'i' };
}

/** The refs that a message of ours can be kept under. */
export function refsFor(channel: string, id: string): readonly string[] {
  return [refOf(channel, id), refOf(channel, id, true)];
}
