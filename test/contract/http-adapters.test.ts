import type { AnswerEvent, ErrorBody } from '../../src/conversation/types.ts';
import type { Switchboard } from '../../src/switchboard.ts';
import { startHttpHost } from '../support/http-host.ts';
import { readEvents } from '../support/read-events.ts';
import { describeAdapter, type Person, type Shown } from './adapter-contract.ts';

/** A person who asks over HTTP at this path and reads the stream. */
const personAt =
  (path: string) =>
  async (switchboard: Switchboard): Promise<Person> => {
    const { url, close } = await startHttpHost(switchboard);
    const cookie = (await fetch(url)).headers.get('set-cookie')?.split(';')[0] ?? '';
    return {
      close,
      async ask(question, signal) {
        const response = await fetch(url + path, {
          method: 'POST',
          headers: { cookie, 'content-type': 'application/json' },
          body: JSON.stringify({ ...question, stream: true }),
          signal: signal ?? null,
        });
        if (response.ok) return shownOf((await readEvents(response)) as AnswerEvent[]);
        const { error } = (await response.json()) as ErrorBody;
        return { text: '', error: error.message };
      },
    };
  };

function shownOf(events: readonly AnswerEvent[]): Shown {
  let text = '';
  let error: string | null = null;
  for (const { event, data } of events) {
    if (event === 'text') text += data.delta;
    if (event === 'replace') text = data.text;
    if (event === 'error') error = data.error.message;
  }
  return { text, error };
}

describeAdapter('api', personAt('/v1/ask'));
describeAdapter('web', personAt('/web/ask'));
