import { startNllb } from '../doubles/nllb/server.ts';
import type { ScriptedAnswer } from '../doubles/vllm/behaviour.ts';
import { type CatalogueName, modelSpec } from '../doubles/vllm/catalogue.ts';
import { startVllm, type VllmDouble } from '../doubles/vllm/server.ts';
import { type Sent, sentTo } from './served-model.ts';
import type { ConfigChanges } from './test-config.ts';
import { startWhole } from './whole.ts';

/** What the general model says as planner, and as the one that puts the results together. */
export interface PlanScript {
  readonly plan: object;
  readonly whole: string | ((prompt: string) => string);
  /** What general answers to a step of somebody who is away. */
  readonly alone?: string | ScriptedAnswer;
  readonly code?: string;
  readonly math?: string;
  readonly structured?: string;
  readonly vision?: string;
  readonly translation?: (text: string, source: string, target: string) => string;
}

export const PLANNING = 'Divide a message';
export const INTEGRATING = 'Experts have already done';

/** The words of the last message, pictures aside. */
export function lastWords({ body }: Pick<Sent, 'body'>): string {
  const content = body.messages?.at(-1)?.content ?? body.prompt ?? '';
  if (!Array.isArray(content)) return String(content);
  return content.flatMap((part: { text?: string }) => part.text ?? []).join('\n');
}

export type PlanStage = Awaited<ReturnType<typeof startPlanStage>>;

/**
 * A whole Switchboard with the real finder of mixed messages, and a server of a fitting kind behind each expert:
 * StarCoder2, MetaMath, LLaVA, Qwen for data, NLLB, and Qwen as general.
 */
export async function startPlanStage(script: PlanScript, changes: ConfigChanges = {}) {
  const serve = (name: CatalogueName, answer: string | undefined) =>
    startVllm({ models: [modelSpec(name)], script: () => answer ?? `from ${name}` });
  const code = await serve('starcoder2', script.code);
  const math = await serve('metamath', script.math);
  const vision = await serve('llava', script.vision);
  const structured = await serve('qwen', script.structured);
  const nllb = await startNllb({ ...(script.translation && { translate: script.translation }) });
  const general: VllmDouble = await startVllm({
    models: [modelSpec('qwen')],
    script: (body) => {
      const prompt = lastWords({ body } as unknown as Sent);
      if (prompt.includes(PLANNING)) return JSON.stringify(script.plan);
      if (!prompt.includes(INTEGRATING)) return script.alone ?? 'from general alone';
      return typeof script.whole === 'string' ? script.whole : script.whole(prompt);
    },
  });
  const urls = {
    general: [general.url],
    code: [code.url],
    math: [math.url],
    vision: [vision.url],
    structured: [structured.url],
    translate: [nllb.url],
  };
  const whole = await startWhole(urls, changes, ['translate']);
  const servers = { general, code, math, vision, structured };
  return {
    whole,
    nllb,
    ...servers,
    /** The words of all that a server was asked to generate. */
    asked: (expert: keyof typeof servers) => sentTo(servers[expert]).map(lastWords),
    async close() {
      await whole.close();
      await nllb.close();
      for (const server of Object.values(servers)) await server.close();
    },
  };
}
