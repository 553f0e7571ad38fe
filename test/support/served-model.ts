import { expect } from 'vitest';
import type { EndpointName } from '../../src/config/types.ts';
import type { ExpertName } from '../../src/conversation/types.ts';
import type { Script } from '../doubles/vllm/behaviour.ts';
import { CATALOGUE, type CatalogueName, modelSpec } from '../doubles/vllm/catalogue.ts';
import { startVllm, type VllmDouble } from '../doubles/vllm/server.ts';
import { type AskBody, startWhole, type Whole } from './whole.ts';

/** A generation that reached a model's server. */
export interface Sent {
  readonly path: string;
  readonly body: Record<string, unknown> & {
    readonly messages?: readonly { readonly role: string; readonly content: unknown }[];
    readonly prompt?: string;
    readonly stop?: readonly string[];
    readonly max_tokens?: number;
  };
}

/** All generations that a server was asked for, refused ones among them. */
export function sentTo(double: VllmDouble): Sent[] {
  return double.requests.filter(({ path }) => /\/(chat\/)?completions$/.test(path)) as unknown as Sent[];
}

export type ServedModel = Awaited<ReturnType<typeof startServedModel>>;

/** A whole Switchboard with a server of this model behind one expert, and a general one that nobody should need. */
export async function startServedModel(expert: ExpertName, name: CatalogueName, script: string | Script) {
  const double = await startVllm({
    models: [modelSpec(name)],
    script: typeof script === 'string' ? () => script : script,
  });
  const general = await startVllm({ models: [modelSpec('qwen')], script: () => 'from general' });
  const urls: Partial<Record<EndpointName, string[]>> = { general: [general.url], [expert]: [double.url] };
  const whole: Whole = await startWhole(urls);
  const { window } = CATALOGUE[name];
  return {
    whole,
    double,
    general,
    /** Asks that expert; the answer must be its own, and the one request that reached its server must fit it. */
    async ask(body: AskBody) {
      const before = sentTo(double).length;
      const receipt = await whole.ask({ expert, ...body });
      expect(receipt).toMatchObject({ expert, model_used: 'main', degraded: null, finish: 'stop' });
      expect(receipt.route).toMatchObject({ expert, tier: 'forced' });
      const [sent, ...more] = sentTo(double).slice(before);
      if (sent === undefined) throw new Error('nothing reached the server');
      expect(more).toEqual([]);
      if (expert !== 'general') expect(sentTo(general)).toEqual([]);
      expectServable(sent, receipt.usage.prompt_tokens, window);
      return { receipt, ...sent };
    },
    async close() {
      await whole.close();
      await double.close();
      await general.close();
    },
  };
}

/** What holds for every request to vLLM; the double would ignore some of what is asked for in a wrong way. */
function expectServable({ body, path }: Sent, promptTokens: number, window: number): void {
  const { max_tokens: maxTokens = 0, stop = [] } = body;
  expect(body).toMatchObject({ model: 'main', stream: true, stream_options: { include_usage: true } });
  expect(maxTokens).toBeGreaterThanOrEqual(64);
  expect(promptTokens + maxTokens).toBeLessThanOrEqual(window);
  expect(stop.length).toBeLessThanOrEqual(4);
  expect(Object.keys(body)).toEqual(expect.not.arrayContaining(['extra_body', 'suffix', 'guided_json']));
  // One or the other: a prompt for completions, messages for chat.
  expect([path, 'messages' in body, 'prompt' in body]).toEqual(
    path === '/v1/completions' ? [path, false, true] : ['/v1/chat/completions', true, false],
  );
}
