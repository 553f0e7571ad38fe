import type { EndpointConfig, EndpointName } from '../../config/types.ts';
import { expertVariable } from '../../config/variables.ts';
import type { ProbeFinding } from '../openai/probe.ts';
import { type Answer, ask } from '../openai/probe-request.ts';

type Endpoint = Pick<EndpointConfig, 'apiKey'> & { readonly name: EndpointName };
type Found = Omit<ProbeFinding, 'url'>;

/**
 * Asks an nllb-api server whether it is up, and for one word: `/api/health` answers with its model unloaded, too.
 * Throws only the signal's reason.
 */
export async function probeNllb(url: string, endpoint: Endpoint, signal: AbortSignal): Promise<Found[]> {
  const root = url.replace(/\/+$/, '');
  const headers: Record<string, string> =
    endpoint.apiKey === null ? {} : { authorization: `Bearer ${endpoint.apiKey}` };
  const health = await ask(`${root}/api/health`, { headers }, signal);
  const variable = expertVariable(endpoint.name, 'URL');
  if ('failure' in health) {
    const mend = `Start the server, or correct ${variable}.`;
    return [problem(`cannot be reached: ${health.failure}`, mend)];
  }
  const unhealthy = judgeHealth(health, endpoint);
  if (unhealthy !== null) return [unhealthy];

  const word = `${root}/api/v4/translator?text=Hello&source=eng_Latn&target=fra_Latn`;
  const answer = await ask(word, { headers }, signal);
  if ('failure' in answer) {
    const mend = 'On a CPU a large model may need longer; else look into its log.';
    return [{ level: 'warning', what: `is up, but translated no word: ${answer.failure}`, mend }];
  }
  const result = (answer.json as { result?: unknown } | null)?.result;
  if (answer.status === 200 && typeof result === 'string') {
    return [{ level: 'ok', what: 'is up and translates', mend: null }];
  }
  const mend =
    answer.status === 404
      ? 'Use nllb-api v4.'
      : 'Its model may have been unloaded: restart it and read its log.';
  return [problem(`is up, but answers ${answer.status} to a translation`, mend)];
}

function judgeHealth({ status, location, json }: Answer, { apiKey, name }: Endpoint): Found | null {
  const url = expertVariable(name, 'URL');
  if (status === 401 || status === 403) {
    const key = expertVariable(name, 'API_KEY');
    return apiKey === null
      ? problem(`wants a key (${status})`, `Set ${key}.`)
      : problem(`refuses the key (${status})`, `Correct ${key}.`);
  }
  if (location !== null) return problem(`redirects to ${location}`, `Write the final address into ${url}.`);
  if (status >= 500) return problem(`answers ${status}`, 'Look into the log of the nllb-api server.');
  if (status !== 200 || (json as { message?: unknown } | null)?.message !== 'online') {
    const mend = `Write the address of an nllb-api server into ${url}, without /api.`;
    return problem(`answers ${status} to GET /api/health, but not as nllb-api does`, mend);
  }
  return null;
}

function problem(what: string, mend: string): Found {
  return { level: 'problem', what, mend };
}
