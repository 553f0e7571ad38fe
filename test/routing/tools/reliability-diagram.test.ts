import { expect, test } from 'vitest';
import type { Outcome } from '../../../src/routing/tools/metrics.ts';
import { reliabilityDiagram } from '../../../src/routing/tools/reliability-diagram.ts';
import { findChromium, launchChromium } from '../../support/browser.ts';

const outcomes: readonly Outcome[] = Array.from({ length: 200 }, (_, i) => ({
  label: 'math',
  predicted: i % 4 === 0 ? 'code' : 'math',
  confidence: 0.3 + (0.7 * i) / 200,
}));
const options = { title: 'rows.jsonl', threshold: 0.7 };

test('ten bins of equal size are drawn, each with its interval and figures', () => {
  const svg = reliabilityDiagram(outcomes, options);
  expect(svg.match(/<circle/g)).toHaveLength(10);
  expect(svg.match(/<title>20 rows: \d+\.\d% sure, 75\.0% right<\/title>/g)).toHaveLength(10);
  expect(svg).toContain('200 rows · accuracy 75.0% · ECE');
});

test('the histogram holds every row once, right and wrong apart', () => {
  const svg = reliabilityDiagram(outcomes, options);
  const area = (name: string) =>
    [...svg.matchAll(new RegExp(`<rect class="${name}" [^>]*width="18" height="([\\d.]+)"`, 'g'))].reduce(
      (sum, [, height]) => sum + Number(height),
      0,
    );
  expect(area('right') / area('wrong')).toBeCloseTo(3, 1);
});

test('nothing at all, one row, and certainty on either end are drawn without a number that is none', () => {
  const [one] = outcomes;
  if (one === undefined) throw new Error('there are outcomes');
  for (const those of [[], [one], [{ ...one, confidence: 1 }], [{ ...one, confidence: 0 }]]) {
    const svg = reliabilityDiagram(those, options);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    expect(svg.match(/<circle/g) ?? []).toHaveLength(those.length);
  }
});

test('it needs no other file', () => {
  const svg = reliabilityDiagram(outcomes, options);
  expect(svg.replace('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(
    /https?:|href|url\(|@import|<script/,
  );
});

const chromium = findChromium();

test.skipIf(chromium === null)(
  'a title made to break out is shown as text, and the file is well-formed',
  async () => {
    const hostile = `</text><script>document.title='broken out'</script> & "quoted' \u0007\ud83d]]> <!-- ${'x'.repeat(300)}`;
    const svg = reliabilityDiagram(outcomes, { ...options, title: hostile });
    const browser = await launchChromium(chromium ?? '');
    try {
      const page = await browser.newPage();
      await page.goto(`data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`);
      expect(await page.locator('parsererror').count()).toBe(0);
      expect(await page.locator('script').count()).toBe(0);
      expect(await page.locator('circle').count()).toBe(10);
      expect(await page.locator('svg > title').textContent()).toContain(
        "</text><script>document.title='brok",
      );
      const box = await page.locator('text.title').boundingBox();
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThan(496);
    } finally {
      await browser.close();
    }
  },
);
