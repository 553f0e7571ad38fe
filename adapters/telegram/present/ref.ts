/** How the outbox knows a message of ours: `CHAT:MESSAGE`. */

export function refOf(chat: number, message: number): string {
  return `${chat}:${message}`;
}

export function targetOf(ref: string): { readonly chat_id: number; readonly message_id: number } {
  const [chat = '', message = ''] = ref.split(':');
  return { chat_id: Number(chat), message_id: Number(message) };
}
