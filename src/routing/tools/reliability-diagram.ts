import {
  accuracy,
  type CalibrationBin,
  calibrationBins,
  expectedCalibrationError,
  isRight,
  type Outcome,
} from './metrics.ts';

/** Side of the square plot, and height of the histogram under it, in SVG units. */
const SIDE = 400;
const HISTOGRAM = 110;
const LEFT = 64;
const TOP = 78;
const GAP = 58;
const WIDTH = LEFT + SIDE + 32;
const HISTOGRAM_TOP = TOP + SIDE + GAP;
const HEIGHT = HISTOGRAM_TOP + HISTOGRAM + 58;
const HISTOGRAM_BINS = 20;
const TITLE_MAX = 30;
const TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1];
/** 95% of a normal distribution. */
const Z = 1.96;

/** Colours of Okabe and Ito, told apart by colour-blind readers too, on both backgrounds. */
const STYLE = `
:root{color-scheme:light dark}
.paper{fill:#fff}.ink{fill:#1f2328}.soft{fill:#59636e}.grid{stroke:#d1d9e0}.axis{stroke:#59636e}
.point{fill:#0072b2}.bar{stroke:#0072b2}.right{fill:#0072b2}.wrong{fill:#d55e00}
@media(prefers-color-scheme:dark){.paper{fill:#0d1117}.ink{fill:#f0f6fc}.soft{fill:#9198a1}.grid{stroke:#30363d}
.axis{stroke:#9198a1}.point{fill:#56b4e9}.bar{stroke:#56b4e9}.right{fill:#56b4e9}.wrong{fill:#e69f00}}
text{font:13px system-ui,sans-serif}.title{font-size:16px;font-weight:600}.middle{text-anchor:middle}.end{text-anchor:end}
line,path{stroke-width:1;fill:none}.bar{stroke-width:1.5}.ideal,.threshold{stroke-dasharray:5 4}`;

/**
 * The calibration plot as one SVG file that needs nothing beside it, for light and dark pages: above, how often bins of
 * equal size are right against how sure they are, with 95% intervals (Wilson), on the diagonal when calibrated; below,
 * how many rows have which confidence, right and wrong.
 *
 * @param options.title any text; it is escaped
 * @param options.threshold confidence from which on a decision counts as sure, 0..1
 */
export function reliabilityDiagram(
  outcomes: readonly Outcome[],
  { threshold, title }: { readonly title: string; readonly threshold: number },
): string {
  const bins = calibrationBins(outcomes);
  const figures = [
    `${outcomes.length} rows`,
    `accuracy ${(100 * accuracy(outcomes)).toFixed(1)}%`,
    `ECE ${expectedCalibrationError(outcomes).toFixed(3)}`,
  ].join(' · ');
  const atThreshold = x(threshold);
  const labelLeft = threshold > 0.5;
  const shown = shorten(title);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-labelledby="t d">
<title id="t">Calibration: ${escapeXml(title)}</title>
<desc id="d">${escapeXml(description(figures, bins))}</desc>
<style>${STYLE}</style>
<rect class="paper" width="${WIDTH}" height="${HEIGHT}"/>
<text class="ink title" x="${LEFT}" y="30">Calibration: ${escapeXml(shown)}</text>
<text class="soft" x="${LEFT}" y="52">${escapeXml(figures)}</text>
${TICKS.map(gridLines).join('\n')}
<path class="axis ideal" d="M${x(0)} ${y(0)}L${x(1)} ${y(1)}"/>
<path class="axis threshold" d="M${atThreshold} ${TOP}V${TOP + SIDE}M${atThreshold} ${HISTOGRAM_TOP}V${HISTOGRAM_TOP + HISTOGRAM}"/>
<text class="soft${labelLeft ? ' end' : ''}" x="${number(atThreshold + (labelLeft ? -6 : 6))}" y="${TOP + 14}">threshold ${threshold}</text>
${bins.map(point).join('\n')}
<text class="ink middle" transform="translate(18 ${TOP + SIDE / 2}) rotate(-90)">share that is right</text>
${histogram(outcomes)}
<text class="ink middle" transform="translate(18 ${HISTOGRAM_TOP + HISTOGRAM / 2}) rotate(-90)">rows</text>
<text class="ink middle" x="${LEFT + SIDE / 2}" y="${HEIGHT - 16}">confidence</text>
</svg>
`;
}

function x(share: number): number {
  return number(LEFT + share * SIDE);
}

function y(share: number): number {
  return number(TOP + SIDE - share * SIDE);
}

function gridLines(tick: number): string {
  return [
    `<path class="grid" d="M${x(0)} ${y(tick)}H${x(1)}M${x(tick)} ${TOP}V${TOP + SIDE}"/>`,
    `<text class="soft end" x="${LEFT - 8}" y="${number(y(tick) + 4)}">${tick}</text>`,
    `<text class="soft middle" x="${x(tick)}" y="${HISTOGRAM_TOP + HISTOGRAM + 18}">${tick}</text>`,
  ].join('');
}

function point(bin: CalibrationBin): string {
  const [low, high] = wilson(bin.accuracy, bin.n);
  const at = x(bin.confidence);
  const said = `${bin.n} rows: ${(100 * bin.confidence).toFixed(1)}% sure, ${(100 * bin.accuracy).toFixed(1)}% right`;
  return `<g><title>${said}</title><path class="bar" d="M${at} ${y(low)}V${y(high)}"/><circle class="point" cx="${at}" cy="${y(bin.accuracy)}" r="4.5"/></g>`;
}

/** The 95% interval of a share out of n (Wilson's score interval), which stays within 0..1. */
function wilson(share: number, n: number): readonly [low: number, high: number] {
  const centre = share + Z ** 2 / (2 * n);
  const spread = Z * Math.sqrt((share * (1 - share)) / n + Z ** 2 / (4 * n ** 2));
  const scale = 1 + Z ** 2 / n;
  return [Math.max(0, (centre - spread) / scale), Math.min(1, (centre + spread) / scale)];
}

function histogram(outcomes: readonly Outcome[]): string {
  const counts = Array.from({ length: HISTOGRAM_BINS }, () => ({ right: 0, wrong: 0 }));
  for (const outcome of outcomes) {
    const bin = counts[Math.min(HISTOGRAM_BINS - 1, Math.floor(outcome.confidence * HISTOGRAM_BINS))];
    if (bin !== undefined) bin[isRight(outcome) ? 'right' : 'wrong']++;
  }
  const most = Math.max(1, ...counts.map(({ right, wrong }) => right + wrong));
  const floor = HISTOGRAM_TOP + HISTOGRAM;
  const width = SIDE / HISTOGRAM_BINS;
  const bars = counts.map(({ right, wrong }, i) => {
    const heights = [wrong, right].map((count) => (count / most) * HISTOGRAM) as [number, number];
    const left = number(LEFT + i * width + 1);
    const rect = (name: string, bottom: number, height: number) =>
      height === 0
        ? ''
        : `<rect class="${name}" x="${left}" y="${number(bottom - height)}" width="${width - 2}" height="${number(height)}"/>`;
    return rect('wrong', floor, heights[0]) + rect('right', floor - heights[0], heights[1]);
  });
  const legend = HISTOGRAM_TOP - 14;
  return [
    ...bars.filter((bar) => bar !== ''),
    `<path class="axis" d="M${LEFT} ${floor}H${LEFT + SIDE}"/>`,
    `<text class="soft end" x="${LEFT - 8}" y="${HISTOGRAM_TOP + 10}">${most}</text>`,
    `<rect class="right" x="${LEFT}" y="${legend - 10}" width="11" height="11"/><text class="soft" x="${LEFT + 17}" y="${legend}">right</text>`,
    `<rect class="wrong" x="${LEFT + 66}" y="${legend - 10}" width="11" height="11"/><text class="soft" x="${LEFT + 83}" y="${legend}">wrong</text>`,
  ].join('\n');
}

function description(figures: string, bins: readonly CalibrationBin[]): string {
  const pairs = bins.map((bin) => `${bin.confidence.toFixed(2)} → ${bin.accuracy.toFixed(2)}`);
  return `${figures}. Mean confidence → share right, by bins of equal size: ${pairs.join(', ')}.`;
}

/** What fits over the plot; the whole title is in the file's `title` element. */
function shorten(title: string): string {
  const characters = [...title];
  return characters.length <= TITLE_MAX ? title : `${characters.slice(0, TITLE_MAX - 1).join('')}…`;
}

function number(value: number): number {
  return Number(value.toFixed(2));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for XML; characters that XML 1.0 forbids, lone surrogates among them, become a replacement character. */
function escapeXml(text: string): string {
  return (
    text
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
      .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
  );
}
