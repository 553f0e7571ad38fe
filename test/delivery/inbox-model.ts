/** What an inbox is, in the simplest words: a queue per conversation, its head running, and the ids it knows. */
export interface InboxModel {
  readonly queues: Map<string, ModelMessage[]>;
  readonly known: Set<number>;
  crashes: number;
}

interface ModelMessage {
  readonly id: number;
  /** Runs begun, had it been the head since it was last put back. */
  attempt: number;
  failures: number;
}

export function emptyModel(): InboxModel {
  return { queues: new Map(), known: new Set(), crashes: 0 };
}

export function head(model: InboxModel, conversation: string): ModelMessage | undefined {
  return model.queues.get(conversation)?.[0];
}

/** The conversation in which the id waits or runs. */
export function conversationOf(model: InboxModel, id: number): string | undefined {
  return [...model.queues].find(([, queue]) => queue.some((message) => message.id === id))?.[0];
}

export function depth(model: InboxModel): number {
  return [...model.queues.values()].reduce((sum, queue) => sum + queue.length, 0);
}

/** `id/attempt` of what must be running now. */
export function running(model: InboxModel): string[] {
  const heads = [...model.queues.keys()].flatMap((conversation) => head(model, conversation) ?? []);
  return heads.map(({ id, attempt }) => `${id}/${attempt}`).toSorted();
}

export function accept(model: InboxModel, conversation: string, id: number): boolean {
  if (model.known.has(id)) return false;
  model.known.add(id);
  const queue = model.queues.get(conversation) ?? [];
  model.queues.set(conversation, [...queue, { id, attempt: 1, failures: 0 }]);
  return true;
}

/** Takes a message out, whether its turn was answered, cancelled or given up. */
export function remove(model: InboxModel, id: number): boolean {
  const conversation = conversationOf(model, id);
  if (conversation === undefined) return false;
  const queue = model.queues.get(conversation) ?? [];
  model.queues.set(
    conversation,
    queue.filter((message) => message.id !== id),
  );
  return true;
}

export function fail(model: InboxModel, message: ModelMessage, maxFailures: number): void {
  message.failures++;
  message.attempt++;
  if (message.failures >= maxFailures) remove(model, message.id);
}

/** Every head was running, and runs again. */
export function restart(model: InboxModel): void {
  for (const queue of model.queues.values()) {
    const [first] = queue;
    if (first !== undefined) first.attempt++;
  }
}
