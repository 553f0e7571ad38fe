import { startNllb } from '../doubles/nllb/server.ts';
import type { ScriptedAnswer } from '../doubles/vllm/behaviour.ts';
import { type CatalogueName, modelSpec } from '../doubles/vllm/catalogue.ts';
import { startVllm } from '../doubles/vllm/server.ts';
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
export function lastWords({ body }: { readonly body: object }): string {
  const { messages, prompt } = body as Sent['body'];
  const content = messages?.at(-1)?.content ?? prompt ?? '';
  if (!Array.isArray(content)) return String(content);
  return content.flatMap((part: { text?: string }) => part.text ?? []).join('\n');
}

export type PlanServers = Awaited<ReturnType<typeof startPlanServers>>;
export type PlanStage = Awaited<ReturnType<typeof startPlanStage>>;

/** A server of a fitting kind behind each expert: StarCoder2, MetaMath, LLaVA, Qwen for data and as general, NLLB. */
export async function startPlanServers(script: PlanScript) {
  const serve = (name: CatalogueName, answer: string | undefined) =>
    startVllm({ models: [modelSpec(name)], script: () => answer ?? `from ${name}` });
  const code = await serve('starcoder2', script.code);
  const math = await serve('metamath', script.math);
  const vision = await serve('llava', script.vision);
  const structured = await serve('qwen', script.structured);
  const nllb = await startNllb({ ...(script.translation && { translate: script.translation }) });
  const general = await startVllm({
    models: [modelSpec('qwen')],
    script: (body) => {
      const prompt = lastWords({ body });
      if (prompt.includes(PLANNING)) return JSON.stringify(script.plan);
      if (!prompt.includes(INTEGRATING)) return script.alone ?? 'from general alone';
      return typeof script.whole === 'string' ? script.whole : script.whole(prompt);
    },
  });
  const servers = { general, code, math, vision, structured };
  return {
    ...servers,
    nllb,
    urls: {
      general: [general.url],
      code: [code.url],
      math: [math.url],
      vision: [vision.url],
      structured: [structured.url],
      translate: [nllb.url],
    },
    /** The words of all that a server was asked to generate. */
    asked: (expert: keyof typeof servers) => sentTo(servers[expert]).map(lastWords),
    async close() {
      await nllb.close();
      for (const server of Object.values(servers)) await server.close();
    },
  };
}

/** A whole Switchboard over these servers, with the real finder of mixed messages. */
export async function startPlanStage(script: PlanScript, changes: ConfigChanges = {}) {
  const servers = await startPlanServers(script);
  const whole = await startWhole(servers.urls, changes, ['translate']);
  return {
    ...servers,
    whole,
    async close() {
      await whole.close();
      await servers.close();
    },
  };
}

/** An error to translate and code to fix: two steps that need nothing of each other. */
export const ERROR = {
  text: 'Translate this error into English and fix the code:\n\nFehler: Liste leer\n\n```python\nx = []\nprint(x[0])\n```',
  script: {
    plan: {
      steps: [
        {
          expert: 'translate',
          task: 'Translate the error into English.',
          needs: [],
          to: 'English',
          text: 'Fehler: Liste leer',
        },
        { expert: 'code', task: 'Fix the Python code so that the list is not empty.', needs: [] },
      ],
    },
    code: ' first(x):\n    return x[0] if x else None',
    translation: () => 'Error: list empty',
    whole: 'The error says “Error: list empty”. Corrected:\n\n[[BLOCK_1]]\n\nThat is all.',
  } satisfies PlanScript,
  fixed: '```python\ndef first(x):\n    return x[0] if x else None\n```',
} as const;
