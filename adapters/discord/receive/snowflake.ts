/** Milliseconds since the epoch at which Discord's ids begin. */
const EPOCH_MS = 1_420_070_400_000n;

/** When the thing with this id was made, in milliseconds since the epoch. */
export function timeOf(id: string): number {
  return /^\d+$/.test(id) ? Number((BigInt(id) >> 22n) + EPOCH_MS) : 0;
}

/** The least id that something made at this time can have. */
export function idAt(ms: number): string {
  const since = BigInt(Math.trunc(ms)) - EPOCH_MS;
  return String((since > 0n ? since : 0n) << 22n);
}

/** Whether the first was made after the second. */
export function isAfter(one: string, other: string): boolean {
  return BigInt(one) > BigInt(other);
}
