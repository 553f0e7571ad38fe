import type { EndpointConfig } from '../config/types.ts';
import type { ModelInfo } from './engine.ts';
import { ExpertError } from './errors.ts';
import { type ChoiceRequest, type Chooser, createChooser } from './openai/choose.ts';
import type { Patience } from './openai/client.ts';
import type { ReadChoice } from './openai/read-choice.ts';
import { type Endpoint, leastBusy, type Pool } from './pool.ts';

export type { ChoiceRequest } from './openai/choose.ts';

/** What was chosen, and by which model: how far its numbers can be trusted differs from one to the next. */
export interface Choice {
  readonly model: ModelInfo;
  readonly read: ReadChoice;
}

/**
 * Has a model choose one of a few labels; null when there is nobody to ask. Asked once: whoever chooses is waited for
 * by a turn, and has to be quick or left out. Throws ExpertError, or the signal's reason.
 */
export type Choose = (request: ChoiceRequest, signal: AbortSignal) => Promise<Choice | null>;

/** Choices by the least busy of the endpoints that are up. The embedded model is never asked: it has one slot. */
export function createChoose(
  pool: Pool,
  { apiKey }: Pick<EndpointConfig, 'apiKey'>,
  patience?: Partial<Patience>,
): Choose {
  const choosers = new Map<Endpoint, Chooser>();

  function chooserOf(endpoint: Endpoint): Chooser {
    const known = choosers.get(endpoint);
    if (known !== undefined) return known;
    const made = createChooser({ url: endpoint.engine.name, apiKey, ...(patience && { patience }) });
    choosers.set(endpoint, made);
    return made;
  }

  return async (request, signal) => {
    const up = pool.endpoints.filter(({ engine, state }) => state === 'up' && !engine.embedded);
    if (up.length === 0) return null;
    const endpoint = leastBusy(up, new Set());
    endpoint.busy++;
    try {
      const model = await endpoint.engine.info(signal);
      return { model, read: await chooserOf(endpoint).choose(request, model.model, signal) };
    } catch (error) {
      if (error instanceof ExpertError) pool.noteFailure(endpoint, error);
      throw error;
    } finally {
      endpoint.busy--;
    }
  };
}
