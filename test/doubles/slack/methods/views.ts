import { type Call, type Json, required } from '../call.ts';
import { Refusal } from '../errors.ts';
import { checkText, isObject } from '../rules/fields.ts';
import { LIMITS } from '../rules/limits.ts';
import { checkBlocks } from '../rules/message.ts';
import type { WebApiDeps } from '../web-api.ts';
import type { Methods } from './method.ts';

export interface OpenView {
  readonly id: string;
  readonly view: Json;
  /** The trigger that opened it. */
  readonly trigger: string;
}

/** How long a trigger lives. */
const TRIGGER_MS = 3_000;

/** Modals. */
export function views({ workspace, triggers, opened }: WebApiDeps): Methods {
  const open = (call: Call): object => {
    const trigger = required(call, 'trigger_id');
    const at = triggers.get(trigger);
    if (at === undefined) throw new Refusal('invalid_trigger_id');
    if (call.at - at > TRIGGER_MS) throw new Refusal('expired_trigger_id');
    triggers.delete(trigger);
    const view = checkedView(call);
    const id = workspace.id('V');
    opened.push({ id, view, trigger });
    return { view: { id, hash: '1', ...view } };
  };
  return {
    'views.open': open,
    'views.push': open,
    'views.update': (call) => {
      const view = checkedView(call);
      const id = String(call.args.view_id ?? '');
      const index = opened.findIndex((one) => one.id === id);
      if (index < 0) throw new Refusal('not_found');
      opened[index] = { id, view, trigger: '' };
      return { view: { id, hash: '2', ...view } };
    },
    'views.publish': (call) => {
      required(call, 'user_id');
      return { view: { id: workspace.id('V'), ...checkedView(call) } };
    },
  };
}

function checkedView(call: Call): Json {
  const { view } = call.args;
  if (!isObject(view)) throw new Refusal('invalid_arguments', ['view is missing']);
  const problems: string[] = [];
  const complain = (problem: string) => void problems.push(problem);
  if (view.type === 'modal') {
    checkText(view.title, 'view.title', LIMITS.modalTitle, complain);
    for (const name of ['submit', 'close'])
      if (view[name] !== undefined) checkText(view[name], `view.${name}`, LIMITS.modalTitle, complain);
  } else if (view.type !== 'home') complain('view.type must be modal or home');
  if (String(view.private_metadata ?? '').length > LIMITS.privateMetadata)
    complain('private_metadata is too long');
  if (problems.length > 0) throw new Refusal('invalid_arguments', problems);
  checkBlocks(Array.isArray(view.blocks) ? view.blocks : [], LIMITS.modalBlocks);
  return view;
}
