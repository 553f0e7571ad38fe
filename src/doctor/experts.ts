import { type Config, ENDPOINT_NAMES } from '../config/types.ts';
import { EXPERTS } from '../conversation/types.ts';
import { probeEndpoint } from '../experts/openai/probe.ts';
import { type Finding, ok } from './finding.ts';

/** Every configured endpoint, asked side by side; then who plays the experts that have none. */
export async function checkExperts(config: Config, signal: AbortSignal): Promise<Finding[]> {
  const probes = ENDPOINT_NAMES.flatMap((name) => {
    const endpoint = config.experts[name];
    return endpoint === undefined ? [] : [probeEndpoint({ ...endpoint, name }, signal)];
  });
  const configured = ENDPOINT_NAMES.filter((name) => config.experts[name] !== undefined);
  const findings = (await Promise.all(probes)).flatMap((found, index) =>
    found.map(({ level, url, what, mend }) => ({
      level,
      what: `${configured[index]}: ${url} ${what}`,
      mend,
    })),
  );
  const played = EXPERTS.filter((name) => name !== 'general' && config.experts[name] === undefined);
  return played.length === 0 ? findings : [...findings, ok(`${played.join(', ')}: played by general`)];
}
