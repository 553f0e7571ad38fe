import { randomBytes } from 'node:crypto';
import type { Behaviour } from '../behaviour.ts';
import type { Json } from '../json.ts';
import { Refusal, unknownInteraction } from '../rest/errors.ts';
import type { DiscordMessage, Workspace } from '../workspace.ts';

/** From docs.discord.com: an answer within three seconds, then a token for fifteen minutes. */
const ANSWER_MS = 3_000;
const TOKEN_MS = 15 * 60_000;

export const TYPE = { command: 2, component: 3, autocomplete: 4, modal: 5 } as const;

/** An interaction that the bot has been told of. */
export interface Issued {
  readonly id: string;
  readonly token: string;
  readonly type: number;
  readonly channel: string;
  readonly user: string;
  /** The message whose button was pressed, or whose button opened the modal. */
  readonly source: DiscordMessage | null;
  readonly issuedAt: number;
  /** The message that answers it: its own, or the source. */
  original: string | null;
  answered: boolean;
}

/** How the bot answered at first. */
export interface Callback {
  readonly type: number;
  readonly data: Json;
}

interface Waiting {
  readonly issued: Issued;
  readonly resolve: (callback: Callback) => void;
}

/** Keeps the rules of time: three seconds for the first answer, fifteen minutes for all others. */
export class IssuedInteractions {
  readonly #workspace: Workspace;
  readonly #behaviour: () => Behaviour;
  readonly #all = new Map<string, Waiting>();
  /** Interactions that were answered too late, or never. */
  late = 0;
  /** How long each first answer took, in milliseconds, oldest first. */
  readonly acks: number[] = [];

  constructor(workspace: Workspace, behaviour: () => Behaviour) {
    this.#workspace = workspace;
    this.#behaviour = behaviour;
  }

  /** `answer` resolves to the first answer, and rejects when people see "The application did not respond". */
  issue(about: Pick<Issued, 'type' | 'channel' | 'user' | 'source'>): {
    issued: Issued;
    answer: Promise<Callback>;
  } {
    const issued: Issued = {
      ...about,
      id: this.#workspace.id(),
      token: randomBytes(48).toString('base64url'),
      issuedAt: this.#workspace.clock.now(),
      original: null,
      answered: false,
    };
    const { promise, resolve, reject } = Promise.withResolvers<Callback>();
    const timer = setTimeout(() => {
      this.late++;
      reject(new Error('The application did not respond'));
    }, this.#behaviour().ackTimeoutMs).unref();
    this.#all.set(issued.token, {
      issued,
      resolve(callback) {
        clearTimeout(timer);
        resolve(callback);
      },
    });
    promise.catch(() => {});
    return { issued, answer: promise };
  }

  /** The interaction that may be answered now. @throws Refusal */
  toAnswer(id: string, token: string): Issued {
    const issued = this.#all.get(token)?.issued;
    if (issued === undefined || issued.id !== id) throw unknownInteraction();
    if (issued.answered)
      throw new Refusal(400, 40_060, 'Interaction has already been acknowledged.', { blame: true });
    if (this.#workspace.clock.now() - issued.issuedAt > ANSWER_MS) throw unknownInteraction();
    return issued;
  }

  settle(issued: Issued, callback: Callback): void {
    issued.answered = true;
    this.acks.push(this.#workspace.clock.now() - issued.issuedAt);
    this.#all.get(issued.token)?.resolve(callback);
  }

  channelOf(token: string): string | null {
    return this.#all.get(token)?.issued.channel ?? null;
  }

  /** The interaction whose token is still good. @throws Refusal */
  byToken(token: string): Issued {
    const issued = this.#all.get(token)?.issued;
    if (issued === undefined || !issued.answered)
      throw new Refusal(404, 10_015, 'Unknown Webhook', { blame: true });
    if (this.#workspace.clock.now() - issued.issuedAt > TOKEN_MS)
      throw new Refusal(401, 50_027, 'Invalid Webhook Token', { blame: true });
    return issued;
  }
}
