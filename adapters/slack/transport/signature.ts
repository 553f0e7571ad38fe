import { verifySlackRequest } from '@slack/bolt';
import { INCOMING } from '../limits.ts';

export interface SignedRequest {
  /** `X-Slack-Request-Timestamp`: seconds since the epoch. */
  readonly timestamp: unknown;
  /** `X-Slack-Signature`. */
  readonly signature: unknown;
  readonly body: string;
}

/** Whether Slack sent this, within the last five minutes. */
export function isFromSlack(request: SignedRequest, signingSecret: string, nowMs: number): boolean {
  const { timestamp, signature, body } = request;
  if (typeof timestamp !== 'string' || typeof signature !== 'string' || !/^\d+$/.test(timestamp))
    return false;
  // Bolt looks for stale requests alone: one from the future could be replayed until then.
  if (Number(timestamp) - nowMs / 1000 > INCOMING.clockSkewS) return false;
  const headers = { 'x-slack-signature': signature, 'x-slack-request-timestamp': Number(timestamp) };
  try {
    verifySlackRequest({ signingSecret, body, headers, nowMilliseconds: nowMs });
    return true;
  } catch {
    return false;
  }
}
