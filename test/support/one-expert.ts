import { expect } from 'vitest';
import type { EndpointName } from '../../src/config/types.ts';
import type { CompletionRequest } from '../../src/conversation/completion.ts';
import type { AnswerEvent, ExpertName } from '../../src/conversation/types.ts';
import type { ScriptedAnswer } from '../doubles/vllm/behaviour.ts';
import { startVllm } from '../doubles/vllm/server.ts';
import { collect, conversationParts } from './experts.ts';
import { message, PIXEL } from './turns.ts';

const never = new AbortController().signal;

export interface Served {
  readonly root: string;
  readonly window?: number;
  readonly vision?: boolean;
  readonly chatTemplate?: boolean;
  readonly answer?: string | ScriptedAnswer;
}

/** One expert with a server of its own and a general one; what is asked reaches the expert's, or the test fails. */
export async function startOneExpert(name: EndpointName, { answer = 'An answer.', root, ...model }: Served) {
  const general = await startVllm({ models: [{ id: 'main', root: 'Qwen/Qwen2.5-7B-Instruct' }] });
  const vllm = await startVllm({ models: [{ id: name, root, ...model }], script: () => answer });
  const parts = await conversationParts({ urls: { general: [general.url], [name]: [vllm.url] } });
  const forced = name === 'repair' || name === 'embed' ? 'general' : name;

  async function sent(events: AsyncIterable<AnswerEvent>) {
    const { error, receipt } = await collect(events);
    expect(error).toBeNull();
    expect(receipt?.degraded).toBeNull();
    const request = vllm.requests.findLast(({ path }) => /\/(chat\/)?completions$/.test(path));
    return { body: request?.body as Record<string, unknown> | undefined, path: request?.path, receipt };
  }

  return {
    general,
    parts,
    answer(next: string | ScriptedAnswer): void {
      vllm.set({ script: () => next });
    },
    /** A turn of the conversation. */
    ask(text: string, images = 0, speaker: string | null = null) {
      const image = { name: 'x.png', mime: 'image/png', data: PIXEL };
      const attachments = Array.from({ length: images }, () => image);
      const author = { id: 'u', name: speaker };
      return sent(parts.ask(message(text, { forced, attachments, shared: speaker !== null, author }), never));
    },
    /** A turn that general answers. */
    askGeneral: (text: string) => collect(parts.ask(message(text), never)),
    /** A stateless request: roles and texts in turn. */
    complete(
      history: readonly (readonly [role: string, text: string])[],
      changes: Partial<CompletionRequest> = {},
    ) {
      const messages = history.map(([role, text]) => ({ role, text, images: [] }));
      const free = { maxTokens: null, temperature: null, topP: null, seed: null, stop: [], json: null };
      const request = { id: 'c', messages, expert: forced as ExpertName, ...free, ...changes };
      return sent(parts.complete(request as CompletionRequest, never));
    },
    async close() {
      await parts.close();
      await vllm.close();
      await general.close();
    },
  };
}
