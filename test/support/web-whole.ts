import { onTestFinished } from 'vitest';
import type { Behaviour } from '../doubles/vllm/behaviour.ts';
import { startVllm, type VllmDouble } from '../doubles/vllm/server.ts';
import type { ConfigChanges } from './test-config.ts';
import { createWebBrowser, type WebBrowser } from './web-browser.ts';
import { startWhole, type Whole } from './whole.ts';

export interface WebWhole {
  readonly vllm: VllmDouble;
  readonly whole: Whole;
  readonly browser: WebBrowser;
  /** Another person's. */
  another(): WebBrowser;
}

/** The chat page's server over real turns, with a vLLM double behind it that looks at pictures, too. Ends with the test. */
export async function startWeb(
  behaviour: Partial<Behaviour> & { readonly window?: number } = {},
  config: ConfigChanges = {},
): Promise<WebWhole> {
  const { window, ...rest } = behaviour;
  const root = 'Qwen/Qwen2.5-VL-7B-Instruct';
  const model = { id: 'main', root, vision: true, ...(window && { window }) };
  const vllm = await startVllm({ models: [model], ...rest });
  const whole = await startWhole({ general: [vllm.url], vision: [vllm.url] }, config);
  onTestFinished(async () => {
    await whole.close();
    await vllm.close();
  });
  const another = () => createWebBrowser(whole.url);
  return { vllm, whole, browser: another(), another };
}
