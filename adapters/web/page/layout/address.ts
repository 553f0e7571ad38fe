const FORM = /^#c=([\w-]{1,128})$/;

/** The conversation that an address names (`#c=ID`), or null. */
export function conversationIn(hash: string): string | null {
  return FORM.exec(hash)?.[1] ?? null;
}

export function hashFor(id: string): string {
  return `#c=${id}`;
}
