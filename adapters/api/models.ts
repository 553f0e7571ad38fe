import { SwitchboardError } from '../../src/errors.ts';
import type { ExpertStatus, Switchboard } from '../../src/switchboard.ts';

/** Unix seconds; the models are as old as this process. */
const CREATED = Math.floor(Date.now() / 1_000);

/** `auto` and every expert in the shape of OpenAI's list; `auto` shows the state of general, who answers in doubt. */
export async function listModels(switchboard: Switchboard): Promise<object[]> {
  const experts = await switchboard.experts();
  const general = experts.find(({ name }) => name === 'general');
  return [
    ...(general ? [toModel('auto', general)] : []),
    ...experts.map((expert) => toModel(expert.name, expert)),
  ];
}

/** @throws SwitchboardError `not_found` for a name that is not in the list */
export async function showModel(switchboard: Switchboard, id: string): Promise<object> {
  const models = await listModels(switchboard);
  const model = models.find((candidate) => 'id' in candidate && candidate.id === id);
  if (model === undefined)
    throw new SwitchboardError('not_found', 'There is no such model.', { param: 'model' });
  return model;
}

function toModel(id: string, { modelUsed, window, state }: ExpertStatus): object {
  return {
    id,
    object: 'model',
    created: CREATED,
    owned_by: 'switchboard',
    switchboard: { model_used: modelUsed, window, state },
  };
}
