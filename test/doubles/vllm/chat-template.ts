export interface TemplateMessage {
  readonly role: string;
  readonly content: string | null | readonly TemplatePart[];
}

export type TemplatePart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image_url'; readonly image_url: { readonly url: string } };

export interface TemplateOptions {
  /** Ends the prompt with an opened assistant message; default true. */
  readonly addGenerationPrompt?: boolean;
  /** Leaves the last message open, for prefill; default false. */
  readonly continueFinalMessage?: boolean;
  /** Prompt tokens of one image; default IMAGE_TOKENS. */
  readonly imageTokens?: number;
}

/** Prompt tokens that one image takes where its model does not say (without its two markers). */
export const IMAGE_TOKENS = 256;

/** The prompt that a chat becomes: ChatML without a default system message. */
export function renderChat(messages: readonly TemplateMessage[], options: TemplateOptions = {}): string {
  const turns = messages.map((message, index) => {
    const open = `<|im_start|>${message.role}\n${contentText(message.content, options.imageTokens ?? IMAGE_TOKENS)}`;
    const stays = options.continueFinalMessage === true && index === messages.length - 1;
    return stays ? open : `${open}<|im_end|>\n`;
  });
  const invite = (options.addGenerationPrompt ?? true) && options.continueFinalMessage !== true;
  return turns.join('') + (invite ? '<|im_start|>assistant\n' : '');
}

/** The URLs of all images, in prompt order. */
export function imagesOf(messages: readonly TemplateMessage[]): string[] {
  return messages.flatMap((message) =>
    typeof message.content === 'string' || message.content === null
      ? []
      : message.content.flatMap((part) => (part.type === 'image_url' ? [part.image_url.url] : [])),
  );
}

function contentText(content: TemplateMessage['content'], imageTokens: number): string {
  if (content === null) return '';
  if (typeof content === 'string') return content;
  return content
    .map((part) =>
      part.type === 'text'
        ? part.text
        : `<|vision_start|>${'<|image_pad|>'.repeat(imageTokens)}<|vision_end|>`,
    )
    .join('\n');
}
