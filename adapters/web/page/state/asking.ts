import type { ExpertName, Question, TurnEvent, WebSettings } from '../../protocol.ts';
import { loadAgain } from '../net/load-again.ts';
import { type StreamEvent, streamTurn } from '../net/turn-stream.ts';
import { applyEvent } from './apply-event.ts';
import type { ChatParts, ChatState, Draft } from './chat.ts';
import { newId } from './ids.ts';
import { problemOf } from './problem.ts';
import { patch, type Store } from './store.ts';
import { createTurn, type Turn, type TurnInfo } from './turn.ts';
import { findTurn, withTurn } from './turn-list.ts';
import { forgetUnsent } from './unsent.ts';

/** All that has a model write. While an answer is being written, nothing else is asked. */
export interface Asking {
  send(draft: Draft): void;
  /** The question in other words; its pictures go along. Rejects when they cannot be had. */
  edit(turn: Turn, text: string): Promise<void>;
  /** Once more, or by another expert. */
  again(turn: Turn, expert?: ExpertName): void;
  /** Where its length cut it. */
  goOn(turn: Turn): void;
  /** The question that a crash left without an answer. */
  sendUnanswered(): void;
  /** Rejects when the server is not reached. */
  stop(): Promise<void>;
  /** Stops reading; the answer is written on. */
  leave(): void;
  /** Follows an answer that is being written already. */
  pickUp(id: string): void;
}

interface AskingParts extends ChatParts {
  readonly state: Store<ChatState>;
  readonly turns: Store<readonly Turn[]>;
  readonly running: Store<Turn | null>;
  readonly settings: Store<WebSettings | null>;
  refresh(): Promise<void>;
}

type Post = (signal: AbortSignal) => Promise<Response>;

export function createAsking(parts: AskingParts): Asking {
  const { api, language, running, settings, state, turns } = parts;
  let caller = new AbortController();

  /** Shows the turn at its place and follows its stream to the end. */
  async function run(turn: Turn, post: Post): Promise<void> {
    if (running.get() !== null) return;
    caller = new AbortController();
    const { signal } = caller;
    const { id } = state.get();
    turns.set(withTurn(turns.get(), turn, turn.replaced));
    running.set(turn);
    let gone = false;
    try {
      await waitForModel(turn, signal);
      const events = streamTurn(
        () => post(signal),
        () => api.live(id, turn.info.get().id, signal),
        signal,
      );
      for await (const event of events) {
        gone = event.event === 'gone';
        take(turn, event);
      }
    } catch (error) {
      if (signal.aborted) return;
      fail(turn, { problem: problemOf(error) });
    }
    running.set(null);
    // What became of it while nobody was reading, the server knows.
    if (gone) {
      turns.set(turns.get().filter((one) => one !== turn));
      await parts.refresh();
    }
    parts.onListChange();
  }

  async function waitForModel(turn: Turn, signal: AbortSignal): Promise<void> {
    patch(turn.info, { note: { kind: 'loading_model' } });
    await parts.modelReady(signal);
    patch(turn.info, { note: { kind: 'sending' } });
  }

  function take(turn: Turn, event: StreamEvent): void {
    if (event.event === 'gone') return;
    if (event.event === 'lost') {
      patch(turn.info, { note: { kind: 'reconnecting' } });
      return;
    }
    applyEvent(turn, event);
    if (event.event === 'turn') placeAt(turn, event.data);
    if (event.event === 'error') fail(turn, {});
    if (event.event !== 'say') return;
    if (event.data.conversation_reset) turns.set([turn]);
    if (event.data.settings_changed) loadSettings();
  }

  /** Where it belongs, the server knows; a turn that is picked up in its middle learns it so. */
  function placeAt(turn: Turn, { continues, replaces }: TurnEvent['data']): void {
    patch(state, { phase: 'ready', unanswered: null });
    parts.onListChange();
    const earlier = findTurn(turns.get(), continues);
    if (earlier !== null && earlier !== turn) {
      const { attachments, id, questionId, text } = earlier.info.get();
      patch(turn.info, { attachments, text, questionId: questionId ?? id });
      turn.restart(earlier.answer());
    }
    const old = earlier ?? findTurn(turns.get(), replaces);
    if (old === null || old === turn) return;
    const others = turns.get().filter((one) => one !== turn);
    turns.set(withTurn(others, turn, old));
  }

  /** A turn that was to take another's place and brought nothing leaves that one standing. */
  function fail(turn: Turn, change: Partial<TurnInfo>): void {
    patch(turn.info, { ...change, phase: 'ended', note: null });
    const { problem, stopped } = turn.info.get();
    const kept = turn.replaced !== null && turn.answer() === turn.before() ? turn.replaced : null;
    if (kept === null) return;
    if (!stopped) patch(kept.info, { problem });
    turns.set(turns.get().map((one) => (one === turn ? kept : one)));
  }

  async function loadSettings(): Promise<void> {
    const { id } = state.get();
    const next = await api.settings(id).catch(() => null);
    if (next !== null && id === state.get().id) settings.set(next);
  }

  function post(
    question: Omit<Question, 'key' | 'language'>,
    shown: Partial<TurnInfo>,
    replaced: Turn | null,
  ): void {
    const keyed: Question = { ...question, key: newId(), language: language() };
    const { id } = state.get();
    forgetUnsent(id);
    patch(state, { unanswered: null });
    const turn = createTurn(
      { text: question.text, expert: question.expert ?? null, ...shown },
      { question: keyed, replaced },
    );
    void run(turn, (signal) => api.ask(id, keyed, signal));
  }

  /**
   * Has the server answer one of its turns; the new one looks like the old until the first event.
   *
   * @param before earlier parts of the answer that stay
   */
  function ofStored(turn: Turn, shown: Partial<TurnInfo>, before: string, ask: (key: string) => Post): void {
    const { attachments, questionId, text } = turn.info.get();
    patch(turn.info, { problem: null });
    const next = createTurn({ text, attachments, questionId, ...shown }, { before, replaced: turn });
    void run(next, ask(newId()));
  }

  return {
    send({ expert, files, text }) {
      const attachments = files.map(({ data, mime, name }) => ({ name, mime, data }));
      post({ text, expert, attachments }, { attachments: files }, null);
    },
    async edit(turn, text) {
      const { attachments, id, questionId } = turn.info.get();
      const replaces = questionId ?? id;
      const files = turn.question?.attachments ?? (await loadAgain(attachments));
      const expert = turn.question?.expert ?? null;
      post(
        { text, expert, attachments: files, ...(replaces !== null && { replaces }) },
        { attachments },
        turn,
      );
    },
    again(turn, expert) {
      const { attachments, id, receipt } = turn.info.get();
      const { question } = turn;
      // It never came to an answer: the same question, as a new one.
      if (receipt === null && question !== null) {
        return post({ ...question, expert: expert ?? question.expert ?? null }, { attachments }, turn);
      }
      if (id === null) return;
      const body = { ...(expert && { expert }), language: language() };
      const of = state.get().id;
      ofStored(
        turn,
        { expert: expert ?? null },
        turn.before(),
        (key) => (signal) => api.again(of, id, { ...body, key }, signal),
      );
    },
    goOn(turn) {
      const { expert, id, questionId } = turn.info.get();
      if (id === null) return;
      const of = state.get().id;
      ofStored(
        turn,
        { expert, questionId: questionId ?? id },
        turn.answer(),
        (key) => (signal) => api.goOn(of, id, { key, language: language() }, signal),
      );
    },
    sendUnanswered() {
      const { id, unanswered } = state.get();
      if (unanswered === null || running.get() !== null) return;
      const { expert, message, replaces, text } = unanswered;
      patch(state, { unanswered: null });
      const turn = createTurn({ text, expert }, { replaced: findTurn(turns.get(), replaces) });
      const body = { key: newId(), language: language() };
      void run(turn, (signal) => api.again(id, message, body, signal));
    },
    async stop() {
      const turn = running.get();
      if (turn === null) return;
      if (turn.info.get().id !== null) return api.stop(state.get().id);
      caller.abort();
      running.set(null);
      fail(turn, { stopped: true });
      await api.stop(state.get().id);
    },
    leave() {
      caller.abort();
      running.set(null);
    },
    pickUp(id) {
      if (running.get() !== null) return;
      const conversation = state.get().id;
      const turn = createTurn({ id, note: { kind: 'thinking' } });
      void run(turn, (signal) => api.live(conversation, id, signal));
    },
  };
}
