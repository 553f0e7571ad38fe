const ZERO_WIDTH_SPACE = '\u200B';

/**
 * Takes the effect out of what Slack would read as a mention or a command of its own: `<!channel>`, `<!subteam^…>`,
 * `<@U…>`, `<#C…>`, `@here`. It still reads the same. Whether Slack looks for them in a `markdown` block is not
 * documented, so they are never there.
 */
export function neutralise(text: string): string {
  return text
    .replace(/<(?=[!@#])/g, `<${ZERO_WIDTH_SPACE}`)
    .replace(/&lt;(?=[!@#])/g, `&lt;${ZERO_WIDTH_SPACE}`)
    .replace(/@(?=(?:here|channel|everyone)\b)/gi, `@${ZERO_WIDTH_SPACE}`);
}
