import type { Behaviour } from '../behaviour.ts';
import type { Events } from '../events.ts';
import type { Workspace } from '../workspace.ts';
import type { Call } from './call.ts';

/** What the handlers of the REST API share. */
export interface RestDeps {
  readonly workspace: Workspace;
  readonly behaviour: () => Behaviour;
  readonly events: Events;
  /** `http://127.0.0.1:PORT` */
  readonly root: string;
  readonly botToken: string;
  /** Says aloud that the bot broke a rule. */
  readonly note: (problem: string) => void;
}

/** Answers a call: the body of a 200, or undefined for a 204. @throws Refusal, TooFast */
export type Handler = (call: Call) => unknown;

/** Handlers by `METHOD /template`, the more special templates first. */
export type Handlers = Readonly<Record<string, Handler>>;
