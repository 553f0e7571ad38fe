import type { App } from '@slack/bolt';
import type { SlackParts } from '../parts.ts';
import type { Json } from '../payload.ts';
import { ACTION_PREFIX } from '../render/footer.ts';
import { runSlackCommand } from './commands.ts';
import { FORM_ID, readModal } from './modal.ts';
import { readPress, takePress } from './press.ts';
import { takeSlash } from './slash.ts';
import { type Where, whisper } from './whisper.ts';

/**
 * Commands, buttons and forms. Unlike events, Bolt leaves their acknowledgement to us, so it comes once what they
 * begin is stored, and before anything is told over the network.
 */
export function registerInteractions(app: App, parts: SlackParts): void {
  const { log } = parts.switchboard;

  const tell = (where: Where, text: string | null) => {
    if (text === null) return;
    whisper(parts.clients, where, text).catch((error: unknown) =>
      log.warn({ err: error }, 'slack: a notice was not delivered'),
    );
  };

  app.command(/^\//, async ({ ack, command }) => {
    const told = await takeSlash(command, parts);
    await (told === null ? ack() : ack(told));
  });

  app.action(new RegExp(`^${ACTION_PREFIX}`), async ({ ack, body }) => {
    const press = readPress(body as unknown as Json);
    if (press === null) return ack();
    const told = await takePress(press, parts);
    await ack();
    tell(press.where, told);
  });

  app.view(FORM_ID, async ({ ack, body, view }) => {
    const submitted = readModal(view as unknown as Json);
    if (submitted === null) return ack();
    const { command, options, place } = submitted;
    const user = body.user.id;
    const outcome = await runSlackCommand(
      {
        call: { name: command, text: '', options },
        place,
        user,
        messageId: `slack:${place.channel}:form-${view.id}`,
        files: [],
        repliedTo: null,
      },
      parts,
    );
    await ack();
    if (outcome.kind === 'say') tell({ channel: place.channel, thread: place.thread, user }, outcome.text);
  });

  // What a listener throws ends here: without it Bolt rejects, and what is unacknowledged stays so either way.
  app.error(async (error) => {
    log.error({ err: error }, 'slack: a command or button failed');
  });
}
