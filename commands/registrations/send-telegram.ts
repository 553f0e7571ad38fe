import type { TelegramCommands } from './telegram.ts';

const API_ROOT = 'https://api.telegram.org';
const TIMEOUT_MS = 10_000;

/**
 * Tells Telegram of the commands.
 *
 * @param apiRoot TELEGRAM_API_ROOT; null is Telegram's own
 * @returns null, or why they were not taken, in words without the token
 */
export async function sendTelegramCommands(
  token: string,
  apiRoot: string | null,
  lists: readonly TelegramCommands[],
): Promise<string | null> {
  const url = `${(apiRoot ?? API_ROOT).replace(/\/+$/, '')}/bot${token}/setMyCommands`;
  for (const list of lists) {
    const refused = await send(url, list);
    if (refused !== null) return refused;
  }
  return null;
}

/** Errors of the network may hold the address, and with it the token. */
async function send(url: string, list: TelegramCommands): Promise<string | null> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(list),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const body = (await response.json()) as { ok?: unknown; description?: unknown };
    return body.ok === true
      ? null
      : `Telegram refuses (${response.status} ${String(body.description ?? '')})`;
  } catch {
    return 'Telegram cannot be reached';
  }
}
