import type { Label } from '../labels.ts';
import type { Dialogue, DialogueTurn } from './dialogues.ts';
import { accuracy, expectedCalibrationError, type Outcome, quantile, sure } from './metrics.ts';

/** What a turn asks of the router: thanks stay, a turn whose expert is another than before moves. */
export type TurnKind = 'first' | 'stay' | 'move' | 'thanks';

/** One judged turn. `moved`: the router left the expert that, by its own word, answered before. `ms`: milliseconds. */
export interface TurnOutcome extends Outcome {
  readonly kind: TurnKind;
  readonly lang: string;
  readonly moved: boolean;
  readonly ms: number;
}

/** Decides a turn; `last` is what it decided for the turn before, null on the first, and `question` that turn's text. */
export type DecideTurn = (
  text: string,
  last: Label | null,
  question?: string | null,
) => Promise<{ readonly predicted: Label; readonly confidence: number }>;

/** Walks through the dialogues as they would run live: a wrong decision is what the next turn goes by. */
export async function walkDialogues(
  dialogues: readonly Dialogue[],
  decide: DecideTurn,
  clock: () => number,
): Promise<TurnOutcome[]> {
  const outcomes: TurnOutcome[] = [];
  for (const { lang, turns } of dialogues) {
    let last: Label | null = null;
    for (const [i, turn] of turns.entries()) {
      const start = clock();
      const { predicted, confidence } = await decide(turn.text, last, turns[i - 1]?.text ?? null);
      const ms = clock() - start;
      const moved = last !== null && predicted !== last;
      outcomes.push({
        label: turn.label,
        predicted,
        confidence,
        kind: kindOf(turn, turns[i - 1]),
        lang,
        moved,
        ms,
      });
      last = predicted;
    }
  }
  return outcomes;
}

function kindOf(turn: DialogueTurn, before: DialogueTurn | undefined): TurnKind {
  if (before === undefined) return 'first';
  if (turn.thanks) return 'thanks';
  return turn.label === before.label ? 'stay' : 'move';
}

/** The figures of a walk; shares are 0..1. `thanks_unmoved`: thanks that started no other expert, right or wrong before. */
export function dialogueReport(outcomes: readonly TurnOutcome[], threshold: number) {
  const times = outcomes.map(({ ms }) => ms);
  const thanks = outcomes.filter(({ kind }) => kind === 'thanks');
  return {
    n: outcomes.length,
    accuracy: accuracy(outcomes),
    by_kind: groups(outcomes, ({ kind }) => kind),
    by_lang: groups(outcomes, ({ lang }) => lang),
    thanks_unmoved: {
      n: thanks.length,
      share: thanks.filter(({ moved }) => !moved).length / (thanks.length || 1),
    },
    ece: expectedCalibrationError(outcomes),
    sure: sure(outcomes, threshold),
    p50_ms: quantile(times, 0.5),
    p99_ms: quantile(times, 0.99),
  };
}

function groups(outcomes: readonly TurnOutcome[], key: (outcome: TurnOutcome) => string) {
  const grouped = Map.groupBy(outcomes, key);
  return Object.fromEntries(
    [...grouped].map(([name, those]) => [name, { n: those.length, accuracy: accuracy(those) }]),
  );
}
