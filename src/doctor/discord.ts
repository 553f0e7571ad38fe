import type { Config } from '../config/types.ts';
import { type Finding, ok, problem } from './finding.ts';

const API = 'https://discord.com/api';
const TIMEOUT_MS = 10_000;
/** ApplicationFlags GatewayMessageContent and GatewayMessageContentLimited (discord-api-docs). */
const MAY_READ = (1 << 18) | (1 << 19);

type Json = Readonly<Record<string, unknown>>;

/** Whether Discord takes the token, and what the bot may read. */
export async function checkDiscord(discord: Config['discord'], signal: AbortSignal): Promise<Finding[]> {
  if (discord === null) return [ok('discord: off, DISCORD_TOKEN is not set')];
  const { apiUrl, applicationId, token } = discord;
  const { application, status } = await ask(apiUrl ?? API, token, signal);
  if (status === 0) return [problem('discord: DISCORD_TOKEN, Discord cannot be reached', null)];
  if (application === null) {
    const mend = 'Copy the token from the Developer Portal, Bot → Reset Token; it is shown once.';
    return [problem(`discord: DISCORD_TOKEN, Discord refuses it (${status})`, mend)];
  }
  if (applicationId !== null && applicationId !== application.id) {
    const mend = 'Copy the Application ID from General Information, or leave it out: it is asked for.';
    return [problem('discord: DISCORD_APPLICATION_ID is that of another application', mend)];
  }
  const mayRead = (Number(application.flags ?? 0) & MAY_READ) !== 0;
  return [
    ok(`discord: the token is good for ${String(application.name)}`),
    ok(
      mayRead
        ? 'discord: MESSAGE_CONTENT is granted, threads are followed'
        : 'discord: without MESSAGE_CONTENT the bot is given direct messages, mentions, replies to it and commands alone',
    ),
  ];
}

/** Status 0: there was no answer. Errors of the network are not shown, they may hold headers. */
async function ask(
  base: string,
  token: string,
  signal: AbortSignal,
): Promise<{ readonly status: number; readonly application: Json | null }> {
  try {
    const response = await fetch(`${base.replace(/\/+$/, '')}/v10/applications/@me`, {
      headers: { authorization: `Bot ${token}` },
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    const body = (await response.json()) as Json;
    return { status: response.status, application: response.ok ? body : null };
  } catch {
    return { status: 0, application: null };
  }
}
