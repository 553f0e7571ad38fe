/** Length of HTML as Telegram counts it: after its entities are parsed, in UTF-16 code units. */
export function visibleLength(html: string): number {
  return visibleText(html).length;
}

/** The words of HTML of ours. */
export function visibleText(html: string): string {
  return html
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}
