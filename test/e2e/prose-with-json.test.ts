import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findGguf } from '../../src/experts/embedded/gguf-file.ts';
import { startWhole } from '../support/whole.ts';

const models = join(import.meta.dirname, '../../data/models');
const real = await findGguf(models);
if (real === null) console.log(`skipped: no real model is in ${models}; npm run model fetches one`);

test.skipIf(real === null)(
  'also the embedded model gives prose, and one JSON block that parses',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'switchboard-prose-json-'));
    const whole = await startWhole({}, { dataDir: folder, embeddedModel: real });
    try {
      await whole.switchboard.modelReady(new AbortController().signal);
      const { checks, response, route } = await whole.ask({
        text: 'Explain why the Roman Empire fell, and list three key events in JSON format.',
      });
      expect(route).toMatchObject({ expert: 'general', tier: 'rule' });
      const blocks = [...response.matchAll(/^```json\n([\s\S]*?)\n```$/gm)];
      expect(blocks).toHaveLength(1);
      expect(JSON.parse(blocks[0]?.[1] ?? '')).toEqual(expect.any(Object));
      expect(response.replace(/```json[\s\S]*```/, '')).toMatch(/\w+ \w+ \w+/);
      expect(checks).toContainEqual(expect.objectContaining({ name: 'json', status: 'repaired' }));
    } finally {
      await whole.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
  // Two answers of a model on the processor, beside other tests.
  120_000,
);
