import type { TextPart } from '../render/parts-of-answer.ts';

/** The fields of a call that carry a text. */
export interface Content {
  /** The method that posts it. */
  readonly method: 'sendRichMessage' | 'sendMessage';
  readonly content: Readonly<Record<string, unknown>>;
}

/**
 * A text as its level wants it. Nothing is ever looked up of what a model wrote: no previews, and in rich messages,
 * which have no way to forbid them, neither entities that were not marked nor links but to well-known hosts.
 */
export function contentOf({ content, level, rtl }: TextPart): Content {
  if (level === 'rich') {
    const rich_message = { markdown: content, skip_entity_detection: true, ...(rtl && { is_rtl: true }) };
    return { method: 'sendRichMessage', content: { rich_message } };
  }
  return {
    method: 'sendMessage',
    content: { text: content, parse_mode: 'HTML', link_preview_options: { is_disabled: true } },
  };
}

/** The words alone, for HTML that Telegram does not parse. */
export function plainContentOf({ plain }: TextPart): Content {
  return { method: 'sendMessage', content: { text: plain, link_preview_options: { is_disabled: true } } };
}
