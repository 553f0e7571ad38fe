import type { WebTurn } from '../../protocol.ts';
import { storedTurn, type Turn } from './turn.ts';

/** The list with `next` in the place of `old`, or at the end when that is not there. */
export function withTurn(turns: readonly Turn[], next: Turn, old: Turn | null): readonly Turn[] {
  if (old === null || !turns.includes(old)) return [...turns, next];
  return turns.map((turn) => (turn === old ? next : turn));
}

/** The turn that the server knows by this id. */
export function findTurn(turns: readonly Turn[], id: string | null): Turn | null {
  return turns.find(({ info }) => id !== null && info.get().id === id) ?? null;
}

/**
 * The server's turns, those that are shown already as they are, so that nothing is drawn twice; behind them what it
 * does not keep: failures and the answers of commands.
 */
export function mergeTurns(shown: readonly Turn[], stored: readonly Turn[]): readonly Turn[] {
  const kept = stored.map((turn) => findTurn(shown, turn.info.get().id) ?? turn);
  const local = shown.filter(({ info }) => {
    const { problem, said } = info.get();
    return said || problem !== null;
  });
  return [...kept, ...local.filter((turn) => !kept.includes(turn))];
}

/** The server's turns as they are shown: an answer that was continued is one turn with its parts. */
export function storedTurns(stored: readonly WebTurn[]): readonly Turn[] {
  let turns: readonly Turn[] = [];
  for (const next of stored) {
    const earlier = findTurn(turns, next.continues);
    turns = withTurn(turns, storedTurn(next, earlier), earlier);
  }
  return turns;
}
