const PROTOCOLS = new Set(['http:', 'https:', 'mailto:']);

/** An address that a model may link to, or null: no scripts, no files, no addresses within this page. */
export function safeUrl(url: string): string | null {
  const parsed = URL.parse(url);
  return parsed !== null && PROTOCOLS.has(parsed.protocol) ? parsed.href : null;
}
