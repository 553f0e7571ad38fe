import type { ConversationKey, Platform } from './types.ts';

/**
 * The key of a conversation: `platform:workspace:channel[:thread]`.
 *
 * Each part is percent-encoded where it holds a colon, a percent sign, white space or a control character,
 * so that no caller can name a part that reaches another conversation ("a:b" is one part, never two).
 *
 * @example conversationKey('api', keyHash, 'my-chat') // 'api:3f2a…:my-chat'
 */
export function conversationKey(
  platform: Platform,
  workspace: string,
  channel: string,
  thread?: string,
): ConversationKey {
  const parts = [workspace, channel, ...(thread === undefined ? [] : [thread])];
  return [platform, ...parts.map(encodePart)].join(':') as ConversationKey;
}

function encodePart(part: string): string {
  return part.toWellFormed().replace(/[%:\s\p{Cc}]/gu, (character) => encodeURIComponent(character));
}
