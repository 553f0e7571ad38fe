import { expect, onTestFinished, test } from 'vitest';
import manifest from '../../../../package.json' with { type: 'json' };
import { createFakeSwitchboard } from '../../../support/fake-switchboard.ts';
import { startHttpHost } from '../../../support/http-host.ts';
import { createWebBrowser } from '../../../support/web-browser.ts';

test('the status tells readiness, experts and version', async () => {
  const switchboard = createFakeSwitchboard();
  const host = await startHttpHost(switchboard);
  onTestFinished(() => host.close());
  switchboard.setReadiness({ ready: false, detail: 'loading', progress: 0.5 });
  const status = await createWebBrowser(host.url).json<{ experts: object[] }>('GET', '/web/status');
  expect(status).toMatchObject({ ready: false, detail: 'loading', progress: 0.5, version: manifest.version });
  expect(status.experts[0]).toEqual({
    name: 'general',
    model_used: 'fake-model',
    window: 4_096,
    state: 'up',
  });
});
