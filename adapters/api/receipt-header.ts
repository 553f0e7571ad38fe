import type { Receipt } from '../../src/conversation/types.ts';

/** Clients and proxies take 8 KiB of headers in all, many of them no more. */
const HEADER_MAX_CHARS = 6 * 1024;

/**
 * A receipt for a header: base64 of its JSON. Where it would be too long for one, `response` is empty, since the
 * answer is the body, and after that the checks' details are left out.
 */
export function receiptHeader(receipt: Receipt): string {
  const whole = encode(receipt);
  if (whole.length <= HEADER_MAX_CHARS) return whole;
  const short = encode({ ...receipt, response: '' });
  if (short.length <= HEADER_MAX_CHARS) return short;
  const checks = receipt.checks.map(({ name, status }) => ({ name, status }));
  return encode({ ...receipt, response: '', checks });
}

function encode(receipt: Receipt): string {
  return Buffer.from(JSON.stringify(receipt)).toString('base64');
}
