import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { ConversationKey, Message } from '../../../src/conversation/types.ts';
import { errorFor, type Language } from '../../../src/conversation/wording.ts';
import type { Answers, LiveAnswer } from '../../../src/delivery/answers.ts';
import { SwitchboardError } from '../../../src/errors.ts';
import type { Switchboard } from '../../../src/switchboard.ts';
import type { AnswerEvent, TurnEvent } from '../protocol.ts';
import { createRecording, type Recording } from './recording.ts';
import { beforeAnyText, isEmpty } from './stopped.ts';

/** A turn that runs apart from the request that asked for it. */
export interface LiveTurn extends LiveAnswer {
  readonly recording: Recording;
  /** What was written until then stays, marked as stopped. */
  stop(): void;
  /** Resolves when it has ended and all of it is stored. Never rejects. */
  readonly settled: Promise<void>;
}

/** A turn to begin. */
export interface Beginning {
  readonly message: Message;
  readonly opening: TurnEvent['data'];
  readonly language: Language;
  /** Stores that it was asked, before it begins. */
  begun(): Promise<void>;
  /** Before the last event is told. @param told something was told of it: it is stored, or can be tried again */
  ended(told: boolean): Promise<void>;
}

export interface LiveTurnsParts {
  readonly ask: Switchboard['ask'];
  readonly log: Logger;
  /** Ends every turn, since the process ends. */
  readonly ending: AbortSignal;
  /** Waited for when the process ends. */
  readonly outlives: (work: Promise<unknown>) => void;
  /** For so long an ended turn can still be joined. */
  readonly lingerMs?: number;
}

/** The turns of all browsers that this process runs. */
export interface LiveTurns {
  /**
   * Begins a turn, or joins the one of the same message that runs or ended a moment ago.
   *
   * @throws SwitchboardError `rate_limited` when this person has too many at once
   */
  begin(beginning: Beginning): LiveTurn;
  /** The turn of a message, when it runs or ended a moment ago. */
  find(messageId: string): LiveTurn | null;
  /** What waits or runs in a conversation, oldest first. */
  running(conversation: ConversationKey): readonly LiveTurn[];
  /** For `/stop` and `/retry`. */
  readonly answers: Pick<Answers, 'live' | 'stop'>;
}

/** A reader whose connection broke comes back within seconds. */
const LINGER_MS = 30_000;
/** Each holds its question's files in memory, and a model in the end. */
const RUNNING_MAX = 16;

export function createLiveTurns(parts: LiveTurnsParts): LiveTurns {
  const { ask, ending, lingerMs = LINGER_MS, log, outlives } = parts;
  const known = new Map<string, LiveTurn>();
  const unfinished = new Set<LiveTurn>();

  async function run(beginning: Beginning, recording: Recording, stopped: AbortSignal): Promise<void> {
    const { begun, ended, language, message } = beginning;
    const signal = AbortSignal.any([stopped, ending]);
    let last: AnswerEvent | null = null;
    try {
      await begun();
      for await (const event of ask(message, signal)) {
        if (event.event === 'done' || event.event === 'error') last = event;
        else recording.push(event);
      }
    } catch (error) {
      log.error({ err: error, message: message.id }, 'a turn of the chat page failed');
      last = { event: 'error', data: errorFor(error, language).toBody() };
    }
    await ended(last !== null || stopped.aborted).catch((error: unknown) =>
      log.error({ err: error, message: message.id }, 'the end of a turn could not be noted'),
    );
    recording.push(last === null || isEmpty(last) ? beforeAnyText(language) : last);
    recording.end();
  }

  function forgetLater(turn: LiveTurn): void {
    unfinished.delete(turn);
    delay(lingerMs, undefined, { ref: false }).then(() => known.delete(turn.messageId));
  }

  return {
    begin(beginning) {
      const { message, opening } = beginning;
      const same = known.get(message.id);
      if (same !== undefined) return same;
      const own = [...unfinished].filter(({ authorId }) => authorId === message.author.id);
      if (own.length >= RUNNING_MAX) throw tooMany(beginning.language);
      const recording = createRecording();
      recording.push({ event: 'turn', data: opening });
      const stop = new AbortController();
      const settled = run(beginning, recording, stop.signal).finally(() => forgetLater(turn));
      // Not the message itself: its files need not outlive the turn.
      const turn: LiveTurn = {
        messageId: message.id,
        conversation: message.conversation,
        authorId: message.author.id,
        recording,
        settled,
        stop: () => stop.abort(),
      };
      known.set(message.id, turn);
      unfinished.add(turn);
      outlives(settled);
      return turn;
    },
    find: (messageId) => known.get(messageId) ?? null,
    running,
    answers: {
      live: (conversation, authorId) =>
        running(conversation).filter((turn) => authorId === undefined || turn.authorId === authorId),
      async stop(messageId) {
        const turn = known.get(messageId);
        if (turn === undefined || !unfinished.has(turn)) return false;
        turn.stop();
        return true;
      },
    },
  };

  function running(conversation: ConversationKey): LiveTurn[] {
    return [...unfinished].filter((turn) => turn.conversation === conversation);
  }
}

function tooMany(language: Language): SwitchboardError {
  const sentence = {
    en: `${RUNNING_MAX} answers are being written for you already. Wait for one of them, or stop it.`,
    zh: `已经有 ${RUNNING_MAX} 个回答正在写。请等其中一个写完，或停止它。`,
  }[language];
  return new SwitchboardError('rate_limited', sentence, { retryAfterMs: 5_000 });
}
