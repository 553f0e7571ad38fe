import { type Config, ENDPOINT_NAMES } from '../config/types.ts';
import { EXPERTS, type ExpertName } from '../conversation/types.ts';
import { type ProbeFinding, probeEndpoint } from '../experts/openai/probe.ts';
import { playedLine, VISION_OFF } from '../experts/status.ts';
import { checkEmbedded } from './embedded.ts';
import { type Finding, ok, warning } from './finding.ts';

/** Every configured endpoint, asked side by side; then who plays the experts that have none. */
export async function checkExperts(config: Config, signal: AbortSignal): Promise<Finding[]> {
  const probes = ENDPOINT_NAMES.flatMap((name) => {
    const endpoint = config.experts[name];
    return endpoint === undefined ? [] : [probeEndpoint({ ...endpoint, name }, signal)];
  });
  const configured = ENDPOINT_NAMES.filter((name) => config.experts[name] !== undefined);
  const results = await Promise.all(probes);
  const findings = results.flatMap((found, index) =>
    found.map(({ level, url, what, mend }) => ({
      level,
      what: `${configured[index]}: ${url} ${what}`,
      mend,
    })),
  );
  const without = EXPERTS.filter((name) => name !== 'general' && config.experts[name] === undefined);
  const general = results[configured.indexOf('general')] ?? null;
  const served = general?.filter(({ level }) => level === 'ok') ?? [];
  const up = general === null ? await embeddedWorks(config) : anyWorks(general);
  const generalSees = served.length > 0 && served.every(({ sees }) => sees === true);
  const played = without.filter((name) => name !== 'vision' || generalSees);
  return [
    ...findings,
    ...(played.length === 0 ? [] : [tellPlayed(played, up)]),
    ...(without.includes('vision') && !generalSees ? [ok(VISION_OFF)] : []),
  ];
}

/** Whether one of the URLs is without a problem. */
function anyWorks(findings: readonly ProbeFinding[]): boolean {
  const broken = new Set(findings.filter(({ level }) => level === 'problem').map(({ url }) => url));
  return findings.some(({ url }) => !broken.has(url));
}

/** Without a server, general is the embedded model. */
async function embeddedWorks(config: Config): Promise<boolean> {
  const findings = await checkEmbedded(config);
  return findings.every(({ level }) => level !== 'problem');
}

function tellPlayed(names: readonly ExpertName[], up: boolean): Finding {
  const line = playedLine(names, up);
  return up ? ok(line) : warning(line, 'Mend general first.');
}
