import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { WebEvent } from '../../protocol.ts';

/** The events of an answer, as they come. Leaving the loop closes the connection. */
export async function* readEvents(response: Response): AsyncGenerator<WebEvent> {
  if (response.body === null) return;
  const reader = response.body
    .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
    .pipeThrough(new EventSourceParserStream())
    .getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      const { data, event } = next.value;
      if (event !== undefined) yield { event, data: JSON.parse(data) } as WebEvent;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
