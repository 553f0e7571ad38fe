import type { App } from '@slack/bolt';
import type { Json } from '../payload.ts';

/** Stores what an event says, durably, before it resolves. Throws when it could not: Slack sends it again. */
export type Intake = (body: Json) => Promise<void>;

/**
 * The app as a receiver sees it. Bolt acknowledges events before any listener runs, so a crash right after would
 * lose the message; here it is stored first.
 */
export function storeFirst(app: App, intake: Intake): App {
  const processEvent: App['processEvent'] = async (event) => {
    await intake(event.body);
    await app.processEvent(event);
  };
  // Receivers call nothing else of an app.
  return { processEvent } as App;
}
