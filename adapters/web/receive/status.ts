import { completions } from '../../../commands/completion.ts';
import manifest from '../../../package.json' with { type: 'json' };
import type { WebCommands, WebStatus } from '../protocol.ts';
import { languageOfRequest } from './language.ts';
import { LIMITS } from './limits.ts';
import type { Web } from './rooms.ts';
import type { SignIns } from './sign-ins.ts';

/** What the page needs to know beside conversations. */
export function mountStatus({ app, switchboard }: Web, signIns: SignIns | null): void {
  app.get('/web/status', async (request): Promise<WebStatus> => {
    const experts = await switchboard.experts();
    return {
      ...switchboard.readiness(),
      experts: experts.map(({ modelUsed, name, state, window }) => ({
        name,
        model_used: modelUsed,
        window,
        state,
      })),
      limits: LIMITS,
      version: manifest.version,
      signed_in: ((await signIns?.callerOf(request)) ?? null) !== null,
    };
  });

  app.get('/web/commands', async (request): Promise<WebCommands> => {
    const language = languageOfRequest(request);
    return { commands: completions('/', language).map((one) => ({ ...one, name: nameOf(one.insert) })) };
  });
}

/** @example nameOf('/translate ') // 'translate' */
function nameOf(insert: string): string {
  return insert.trim().slice(1);
}
