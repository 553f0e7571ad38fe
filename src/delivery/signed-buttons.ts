import { createHmac, timingSafeEqual } from 'node:crypto';
import { EXPERTS } from '../conversation/types.ts';
import type { Ledger } from '../stores/types.ts';
import type { ButtonAction, ButtonOwner, Buttons, Pressed } from './buttons.ts';
import { signingSecret } from './signing-secret.ts';

/** Of an owner: 96 bits are never met by chance. */
const ID_BYTES = 12;
/** Truncated to half of SHA-256, as RFC 2104 allows: there is no guessing 128 bits over a platform's API. */
const MAC_BYTES = 16;
/** Under an answer that is older nobody presses; the store must not grow for ever. */
const OWNER_TTL_MS = 90 * 24 * 60 * 60 * 1_000;
/** `id.action.mac` */
const PAYLOAD = /^(?<id>[\w-]{16})\.(?<code>[a-z]\d?)\.(?<mac>[\w-]{22})$/;

const CODES = { stop: 's', retry: 'r', good: 'g', bad: 'b', experts: 'e' } as const;
const EXPERT_CODE = 'x';

const FORGED: Pressed = { ok: false, why: 'forged' };
const FOREIGN: Pressed = { ok: false, why: 'foreign' };

/**
 * Payloads that hold an id, the action and an HMAC over both; whose buttons they are stands in the ledger under the
 * id, which is made from it. Stateless beyond the ledger, so any replica reads them, also after a restart.
 *
 * @param configured SIGNING_SECRET; null = one that is kept in the ledger
 */
export function createButtons(configured: string | null, ledger: Ledger): Buttons {
  let secret: Promise<string> | null = null;

  function theSecret(): Promise<string> {
    secret ??= signingSecret(configured, ledger).catch((error: unknown) => {
      // Asked again with the next button.
      secret = null;
      throw error;
    });
    return secret;
  }

  return {
    async issue({ conversation, message, user }) {
      const key = await theSecret();
      const owner = JSON.stringify({ conversation, message, user } satisfies ButtonOwner);
      const id = digest(key, `owner ${owner}`, ID_BYTES);
      await ledger.put(entry(id), owner, OWNER_TTL_MS);
      return (action) => {
        const code = codeOf(action);
        return `${id}.${code}.${macOf(key, id, code)}`;
      };
    },
    async read(payload, press) {
      const { id = '', code = '', mac = '' } = PAYLOAD.exec(payload)?.groups ?? {};
      const action = actionOf(code);
      if (action === null || !isSame(mac, macOf(await theSecret(), id, code))) return FORGED;
      const kept = await ledger.get(entry(id));
      if (kept === null) return FORGED;
      const owner = JSON.parse(kept) as ButtonOwner;
      const isTheirs = owner.user === null || owner.user === press.user;
      return isTheirs && press.conversations.includes(owner.conversation)
        ? { ok: true, action, owner }
        : FOREIGN;
    },
  };
}

function entry(id: string): string {
  return `button ${id}`;
}

function codeOf(action: ButtonAction): string {
  return action.do === 'expert' ? `${EXPERT_CODE}${EXPERTS.indexOf(action.expert)}` : CODES[action.do];
}

function actionOf(code: string): ButtonAction | null {
  for (const [name, known] of Object.entries(CODES)) {
    if (code === known) return { do: name as keyof typeof CODES };
  }
  const expert = code[0] === EXPERT_CODE ? EXPERTS[Number(code.slice(1) || Number.NaN)] : undefined;
  return expert === undefined ? null : { do: 'expert', expert };
}

/** `.` stands in no part, so that no two payloads have the same text under the HMAC. */
function macOf(secret: string, id: string, code: string): string {
  return digest(secret, `button ${id}.${code}`, MAC_BYTES);
}

function digest(secret: string, text: string, bytes: number): string {
  return createHmac('sha256', secret).update(text).digest().subarray(0, bytes).toString('base64url');
}

/** In constant time. */
function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
