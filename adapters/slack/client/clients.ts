import { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import { TIMEOUTS } from '../limits.ts';
import { boltLog } from './bolt-log.ts';

/**
 * Two Web API clients, so that what a growing answer sends never stands in the queue before a final text.
 *
 * Neither retries by itself: the client would pause its whole queue for one channel's 429, and send a post again
 * whose answer was lost, so that it stands there twice. Who posts knows whether it may be sent again.
 */
export interface Clients {
  /** Growing answers and statuses: late is as good as never. */
  readonly stream: webApi.WebClient;
  /** What has to arrive: final texts, uploads, look-ups. */
  readonly final: webApi.WebClient;
}

export function createClients(botToken: string, apiUrl: string | null, log: Logger): Clients {
  const make = (timeout: number) =>
    new webApi.WebClient(botToken, { ...clientOptions(apiUrl, log), timeout });
  return { stream: make(TIMEOUTS.stream), final: make(TIMEOUTS.final) };
}

/** What every client of ours has, those that Bolt makes for itself included. */
export function clientOptions(apiUrl: string | null, log: Logger): webApi.WebClientOptions {
  return {
    ...(apiUrl !== null && { slackApiUrl: apiUrl }),
    logger: boltLog(log),
    // The client has no time limit of its own.
    timeout: TIMEOUTS.final,
    rejectRateLimitedCalls: true,
    retryConfig: { retries: 0 },
    // A method name can then never be a URL that is sent the token.
    allowAbsoluteUrls: false,
  };
}
