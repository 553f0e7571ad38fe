import type { EndpointConfig, EndpointName } from '../../config/types.ts';
import { expertVariable } from '../../config/variables.ts';
import { hasEyes } from '../eyes.ts';
import { probeNllb } from '../nllb/probe.ts';
import { COMPLETIONS_PROFILE_IDS, PROFILE_IDS, profileFor } from '../profiles/index.ts';
import type { Profile, PromptParts } from '../profiles/profile.ts';
import { probeEmbedding } from './probe-embedding.ts';
import { type Answer, ask, type Unanswered } from './probe-request.ts';

/** What was found out about one URL of an expert. `what` may quote the server: untrusted text. */
export interface ProbeFinding {
  readonly level: 'ok' | 'warning' | 'problem';
  readonly url: string;
  readonly what: string;
  readonly mend: string | null;
  /** Set where a model was found that is known to see pictures. */
  readonly sees?: true;
}

type Endpoint = EndpointConfig & { readonly name: EndpointName };
/** A finding before its URL is put to it. */
type Found = Omit<ProbeFinding, 'url'>;

interface Served {
  readonly model: string;
  readonly profile: Profile;
}

const LISTED_MAX_MODELS = 8;
const HELLO: PromptParts = {
  shared: false,
  summary: null,
  turns: [],
  question: { text: 'hello', bare: 'hello', expert: 'general', images: [] },
};

/**
 * Asks every URL of an expert, side by side, what a start would need: does it answer, is the key accepted, is the
 * model served, how large is its window, can it count tokens. Each question is asked once and given 5 seconds.
 * Never throws, except for the signal's reason.
 */
export async function probeEndpoint(endpoint: Endpoint, signal: AbortSignal): Promise<ProbeFinding[]> {
  const probe = endpoint.kind === 'nllb' ? probeNllb : probeOpenAi;
  const findings = endpoint.urls.map(async (url) =>
    (await probe(url, endpoint, signal)).map((found) => ({ ...found, url })),
  );
  return (await Promise.all(findings)).flat();
}

async function probeOpenAi(url: string, endpoint: Endpoint, signal: AbortSignal): Promise<Found[]> {
  const root = url.replace(/\/v1$/, '');
  const key: Record<string, string> =
    endpoint.apiKey === null ? {} : { authorization: `Bearer ${endpoint.apiKey}` };
  const health = await ask(`${root}/health`, { headers: key }, signal);
  if ('failure' in health) return [unreachable(health, endpoint)];
  const unhealthy = judgeHealth(health);

  const models = await ask(`${url}/models`, { headers: key }, signal);
  if ('failure' in models) return [...unhealthy, unreachable(models, endpoint)];
  const { served, found } = judgeModels(models, endpoint);
  if (served === null) return [...unhealthy, ...found];

  const { model, profile } = served;
  if (endpoint.name === 'embed') {
    return [...unhealthy, ...found, await probeEmbedding(url, model, key, signal)];
  }
  // In the form that its questions will have: models of bare prompts have no chat template, and need none.
  const { messages, raw } = profile.layout(HELLO);
  const json = raw === undefined ? { model, messages } : { model, prompt: raw };
  const tokens = await ask(`${root}/tokenize`, { headers: key, json }, signal);
  return [...unhealthy, ...found, ...judgeTokenize(tokens, endpoint, raw === undefined)];
}

function unreachable({ failure }: Unanswered, { name }: Endpoint): Found {
  const mend = `Start the server, or correct ${expertVariable(name, 'URL')}.`;
  return { level: 'problem', what: `cannot be reached: ${failure}`, mend };
}

/** Servers other than vLLM have no `/health`, so only what it says of itself counts. */
function judgeHealth({ status }: Answer): Found[] {
  if (status < 500) return [];
  const mend = 'Wait until it has loaded its model; if that does not help, restart it and read its log.';
  return [{ level: 'problem', what: `says that it cannot answer (/health: ${status})`, mend }];
}

function judgeModels(answer: Answer, endpoint: Endpoint): { served: Served | null; found: Found[] } {
  const problem = (what: string, mend: string) => ({
    served: null,
    found: [{ level: 'problem' as const, what, mend }],
  });
  const variable = (field: 'URL' | 'MODEL' | 'API_KEY') => expertVariable(endpoint.name, field);
  if (answer.status === 401 || answer.status === 403) {
    return endpoint.apiKey === null
      ? problem(`wants a key (${answer.status})`, `Set ${variable('API_KEY')}.`)
      : problem(`refuses the key (${answer.status})`, `Correct ${variable('API_KEY')}.`);
  }
  if (answer.location !== null) {
    return problem(`redirects to ${answer.location}`, `Write the final address into ${variable('URL')}.`);
  }
  if (answer.status !== 200) {
    return problem(
      `answers ${answer.status} to GET /models`,
      `Check that ${variable('URL')} is the API's base.`,
    );
  }
  const listed = modelsOf(answer.json);
  if (listed === null) {
    return problem(
      'lists no models in the form of the OpenAI API',
      `Check that ${variable('URL')} is the API's base.`,
    );
  }
  const model = endpoint.model === null ? listed[0] : listed.find(({ id }) => id === endpoint.model);
  if (model === undefined) {
    const names =
      listed
        .map(({ id }) => id)
        .slice(0, LISTED_MAX_MODELS)
        .join(', ') || 'no model';
    return problem(
      `serves ${names}, not ${endpoint.model ?? 'any'}`,
      `Set ${variable('MODEL')} to a served name.`,
    );
  }
  const { id, root, window } = model;
  const profile = profileFor({ model: id, root, window: window ?? 0 }, endpoint.profile);
  const sees = hasEyes(profile) && { sees: true as const };
  const name = root === null || root === id ? id : `${id} (${root})`;
  const found: Found[] = [{ level: 'ok', what: `serves ${name}${windowText(window)}`, mend: null, ...sees }];
  if (endpoint.profile !== null && !PROFILE_IDS.includes(endpoint.profile)) {
    const what = `is addressed as ${profile.id}: there is no profile “${endpoint.profile}”`;
    const mend = `Set ${expertVariable(endpoint.name, 'PROFILE')} to one of ${PROFILE_IDS.join(', ')}, or remove it.`;
    found.push({ level: 'warning', what, mend });
  }
  if (model.window === null) {
    const what = 'does not tell its context window, so a small one is assumed';
    found.push({ level: 'warning', what, mend: 'Use vLLM, which tells it as max_model_len in /v1/models.' });
  }
  return { served: { model: id, profile }, found };
}

function judgeTokenize(answer: Answer | Unanswered, { name }: Endpoint, isChat: boolean): Found[] {
  if ('failure' in answer) return [noCount(`POST /tokenize: ${answer.failure}`)];
  const { status, json } = answer;
  const count = (json as { count?: unknown } | null)?.count;
  if (status === 200 && typeof count === 'number') return [];
  if (isChat && status === 400 && lacksTemplate(json)) return [noTemplate(name)];
  return [noCount(`POST /tokenize answers ${status}`)];
}

/** vLLM says so in the words of transformers; it would refuse every chat in the same way. */
function lacksTemplate(json: unknown): boolean {
  return /provide a chat template|chat template is no longer allowed|no chat template/i.test(
    JSON.stringify(json),
  );
}

function noTemplate(name: EndpointName): Found {
  const profile = expertVariable(name, 'PROFILE');
  const mend = `Serve the Instruct model, or set ${profile} to one that writes without a chat: ${COMPLETIONS_PROFILE_IDS.join(', ')}.`;
  return { level: 'problem', what: 'has no chat template, so it can answer no chat', mend };
}

function noCount(why: string): Found {
  const mend = 'Let /tokenize through to vLLM.';
  return { level: 'warning', what: `cannot count tokens (${why}), so contexts are kept shorter`, mend };
}

function modelsOf(json: unknown): { id: string; root: string | null; window: number | null }[] | null {
  const data = (json as { data?: unknown } | null)?.data;
  if (!Array.isArray(data)) return null;
  return data.flatMap((entry: { id?: unknown; root?: unknown; max_model_len?: unknown } | null) => {
    if (typeof entry?.id !== 'string') return [];
    const { id, max_model_len: window, root } = entry;
    const known = typeof window === 'number' ? window : null;
    return [{ id, root: typeof root === 'string' ? root : null, window: known }];
  });
}

function windowText(window: number | null): string {
  return window === null ? '' : `, window ${window.toLocaleString('en')} tokens`;
}
