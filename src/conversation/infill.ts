import { SwitchboardError } from '../errors.ts';
import type { Prepare } from '../experts/pool.ts';
import type { Profile } from '../experts/profiles/profile.ts';
import type { InfillRequest } from './completion.ts';
import { fitPrompt } from './fit.ts';
import { mergedStop } from './prepare.ts';
import { layoutTokenBound } from './prompt.ts';
import { runStateless, type StatelessParts } from './stateless.ts';
import type { AnswerEvent, Route } from './types.ts';

const ROUTE: Route = {
  expert: 'code',
  tier: 'forced',
  confidence: 1,
  scores: { code: 1 },
  reason: 'raw completions are the code expert’s',
};

/** Lets the code expert write on after `prompt`, or fill the gap before `suffix`: the bare text, nothing around it. */
export function runInfill(
  request: InfillRequest,
  parts: StatelessParts,
  signal: AbortSignal,
): AsyncGenerator<AnswerEvent> {
  const begin = async () => ({
    route: ROUTE,
    prepare: prepareInfill(request),
    // What was trained to fill gaps cannot be stood in for.
    needs: { eyes: false, standIn: false },
  });
  return runStateless({ id: request.id, language: 'en', begin }, parts, signal);
}

function prepareInfill(request: InfillRequest): Prepare {
  return async ({ engine, exact, info, profile }, signal) => {
    if (engine.embedded) throw new SwitchboardError('bad_request', NO_RAW, { param: 'model' });
    const layout = { messages: [], ...rawPrompt(request, profile, info.model) };
    const fitted = await fitPrompt({
      window: info.window,
      outputMax: Math.min(request.maxTokens, profile.outputMax ?? request.maxTokens),
      turns: 0,
      known: null,
      exact,
      build: () => layout,
      bound: layoutTokenBound,
      count: ({ raw }) => engine.countTokens(raw ?? '', signal),
    });
    const { seed, stop, temperature, topP } = request;
    const own = profile.sampling('code');
    return {
      messages: [],
      raw: layout.raw,
      maxTokens: fitted.maxTokens,
      sampling: {
        ...own,
        ...(temperature !== null && { temperature }),
        ...(topP !== null && { topP }),
        ...(seed !== null && { seed }),
        ...mergedStop(stop, layout),
      },
    };
  };
}

function rawPrompt({ prompt, suffix }: InfillRequest, profile: Profile, model: string) {
  if (suffix === null) return { raw: prompt };
  if (profile.infill !== undefined) return profile.infill(prompt, suffix);
  const message = `The code expert, ${model}, cannot fill a gap. Leave suffix out, or have the operator serve Qwen2.5-Coder, StarCoder2 or CodeLlama as EXPERT_CODE_URL.`;
  throw new SwitchboardError('bad_request', message, { param: 'suffix' });
}

const NO_RAW =
  'Raw completions need a code expert with an endpoint: have the operator set EXPERT_CODE_URL. Chat completions work without.';
