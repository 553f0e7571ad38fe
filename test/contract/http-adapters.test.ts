import type { AnswerEvent, ErrorBody } from '../../src/conversation/types.ts';
import type { Switchboard } from '../../src/switchboard.ts';
import { startHttpHost } from '../support/http-host.ts';
import { readEvents } from '../support/read-events.ts';
import { createWebBrowser, newKey } from '../support/web-browser.ts';
import { describeAdapter, type Person, type Shown } from './adapter-contract.ts';

/** A person who asks over the API and reads the stream. */
async function personOfTheApi(switchboard: Switchboard): Promise<Person> {
  const { url, close } = await startHttpHost(switchboard);
  return {
    close,
    async ask(question, signal) {
      const response = await fetch(`${url}/v1/ask`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...question, stream: true }),
        signal: signal ?? null,
      });
      return shownIn(response);
    },
  };
}

/** A person in front of the chat page, who presses stop where others go away. */
async function personOfThePage(switchboard: Switchboard): Promise<Person> {
  const { url, close } = await startHttpHost(switchboard);
  const browser = createWebBrowser(url);
  await browser.call('GET', '/web/status');
  await browser.list();
  return {
    close,
    async ask({ conversation, ...question }, signal) {
      const path = `/web/conversations/${conversation}`;
      const stop = () => void browser.call('POST', `${path}/stop`, {});
      signal?.addEventListener('abort', stop, { once: true });
      return shownIn(await browser.call('POST', `${path}/turns`, { ...question, key: newKey() }));
    },
  };
}

async function shownIn(response: Response): Promise<Shown> {
  if (response.ok) return shownOf((await readEvents(response)) as AnswerEvent[]);
  const { error } = (await response.json()) as ErrorBody;
  return { text: '', error: error.message };
}

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

describeAdapter('api', personOfTheApi);
describeAdapter('web', personOfThePage);
