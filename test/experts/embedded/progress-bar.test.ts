import { describe, expect, test } from 'vitest';
import { createProgressBar, renderStatus } from '../../../src/experts/embedded/progress-bar.ts';
import type { EmbeddedStatus } from '../../../src/experts/embedded/status.ts';

const downloading = (progress: number): EmbeddedStatus => ({
  stage: 'downloading',
  detail: 'Downloading a model.',
  progress,
});
const ready: EmbeddedStatus = { stage: 'ready', detail: 'It is ready.', progress: null };

function recorder(isTTY: boolean) {
  const written: string[] = [];
  return { written, stream: { isTTY, columns: 60, write: (text: string) => written.push(text) } };
}

describe('renderStatus', () => {
  test('a known progress is a bar with its percentage', () => {
    expect(renderStatus(downloading(0.5), 80)).toBe('Downloading a model. [############------------] 50%');
  });

  test('an unknown progress is the sentence alone', () => {
    expect(renderStatus(ready, 80)).toBe('It is ready.');
  });

  test.each([20, 35, 40, 60])('no line is longer than %i columns, unless the bar alone is', (columns) => {
    const line = renderStatus(downloading(0.123), columns);
    expect(line.length).toBeLessThanOrEqual(Math.max(columns, ' [########################] 12%'.length + 1));
    expect(line).toContain('12%');
  });
});

describe('createProgressBar', () => {
  test('a terminal line is drawn anew, and ended when nothing is under way', () => {
    const { written, stream } = recorder(true);
    const show = createProgressBar(stream);
    show(downloading(0.1));
    show(downloading(0.2));
    show(ready);
    expect(written.map((text) => text.startsWith('\r'))).toEqual([true, true, true]);
    expect(written.map((text) => text.endsWith('\n'))).toEqual([false, false, true]);
  });

  test('elsewhere a whole download is one line for ten percent', () => {
    const { written, stream } = recorder(false);
    const show = createProgressBar(stream);
    for (let percent = 0; percent <= 100; percent++) show(downloading(percent / 100));
    show(ready);
    expect(written).toHaveLength(12);
    expect(written.join('')).not.toContain('\r');
  });
});
