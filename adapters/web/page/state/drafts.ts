import { keep, keptNames, readKept } from './kept.ts';

const MOST_DRAFTS = 30;
const name = (conversation: string) => `draft.${conversation}`;

/** What was typed in a conversation and not yet sent; it outlives the tab. */
export function readDraft(conversation: string): string {
  return readKept(name(conversation)) ?? '';
}

export function keepDraft(conversation: string, text: string): void {
  if (text !== '' && readKept(name(conversation)) === null) {
    for (const old of keptNames('draft.').slice(0, -MOST_DRAFTS)) keep(old, null);
  }
  keep(name(conversation), text === '' ? null : text);
}
