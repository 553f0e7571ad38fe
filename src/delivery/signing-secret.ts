import { randomBytes } from 'node:crypto';
import type { Ledger } from '../stores/types.ts';

const KEY = 'signing-secret';
const BYTES = 32;

/** SIGNING_SECRET, else one that is made once and kept in the store, the same for all who share it. */
export async function signingSecret(configured: string | null, ledger: Ledger): Promise<string> {
  if (configured !== null) return configured;
  const made = randomBytes(BYTES).toString('base64url');
  if (await ledger.putIfAbsent(KEY, made)) return made;
  const kept = await ledger.get(KEY);
  if (kept === null) throw new Error('the store lost the signing secret');
  return kept;
}
