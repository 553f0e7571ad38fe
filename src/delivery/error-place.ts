/**
 * What of a handler's error may be logged: its kind and where it came from. Its message may not, it can quote
 * what the user wrote.
 */
export function errorPlace(error: unknown): { kind: string; code?: string; at?: string } {
  if (!(error instanceof Error)) return { kind: typeof error };
  const { code } = error as { code?: unknown };
  // Of the stack only whole frames: its first lines repeat the message.
  const at = /^ {4}at .*$/m.exec(error.stack?.replace(error.message, '') ?? '')?.[0].trim();
  return {
    kind: error.name,
    ...(typeof code === 'string' || typeof code === 'number' ? { code: String(code) } : {}),
    ...(at === undefined ? {} : { at }),
  };
}
