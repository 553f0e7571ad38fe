import { type Config, ENDPOINT_NAMES } from '../config/types.ts';
import { EXPERTS } from '../conversation/types.ts';
import { probeEndpoint } from '../experts/openai/probe.ts';
import { VISION_OFF } from '../experts/status.ts';
import { type Finding, ok } from './finding.ts';

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
  const served = results[configured.indexOf('general')]?.filter(({ level }) => level === 'ok') ?? [];
  const generalSees = served.length > 0 && served.every(({ sees }) => sees === true);
  const played = without.filter((name) => name !== 'vision' || generalSees);
  return [
    ...findings,
    ...(played.length === 0 ? [] : [ok(`${played.join(', ')}: played by general`)]),
    ...(without.includes('vision') && !generalSees ? [ok(VISION_OFF)] : []),
  ];
}
