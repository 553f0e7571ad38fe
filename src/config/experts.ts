import type { ExpertEntries, ExpertEntry } from './experts-file.ts';
import { suggestV1 } from './formats.ts';
import { type Problem, show } from './problem.ts';
import { ENDPOINT_NAMES, type EndpointConfig, type EndpointName } from './types.ts';
import { expertVariable, type Values, type VariableName } from './variables.ts';

/** The environment's entries over the file's, field by field. */
export function mergeExperts(values: Partial<Values>, file: ExpertEntries): ExpertEntries {
  const merged: Partial<Record<EndpointName, ExpertEntry>> = {};
  for (const name of ENDPOINT_NAMES) {
    const written: { [Field in keyof ExpertEntry]: ExpertEntry[Field] | null } = {
      urls: values[expertVariable(name, 'URL')],
      model: values[expertVariable(name, 'MODEL')],
      profile: values[expertVariable(name, 'PROFILE')],
      apiKey: values[expertVariable(name, 'API_KEY')],
      kind: values[expertVariable(name, 'KIND')],
    };
    const set = Object.fromEntries(Object.entries(written).filter(([, value]) => value != null));
    const entry = { ...file[name], ...set };
    if (Object.keys(entry).length > 0) merged[name] = entry;
  }
  return merged;
}

/**
 * What is wrong between the fields of an expert.
 *
 * @param isSet whether a variable was written at all, right or wrong: a wrong one is told elsewhere
 * @param complete false when the experts file could not be read, so that what is missing may stand there
 */
export function checkExperts(
  experts: ExpertEntries,
  isSet: (name: VariableName) => boolean,
  complete: boolean,
): Problem[] {
  return ENDPOINT_NAMES.flatMap((name) => {
    const entry = experts[name];
    if (entry === undefined) return [];
    const nllb = entry.kind === 'nllb';
    const problems: Problem[] = [];
    if (nllb && name !== 'translate') {
      const { variable, field } = named(name, 'KIND', 'kind', isSet);
      const wrong = `${field}nllb can only translate`;
      problems.push({ variable, wrong, mend: 'Use it for EXPERT_TRANSLATE_KIND, or write openai.' });
    }
    if (entry.urls === undefined) {
      if (complete && !isSet(expertVariable(name, 'URL'))) problems.push(withoutUrl(name, isSet));
    } else if (!nllb) {
      problems.push(...withoutV1(name, entry.urls, isSet));
    }
    return problems;
  });
}

/** Says of an nllb server's URL what is probably meant otherwise. */
export function warnOfNllbPath(experts: ExpertEntries): Problem[] {
  const { urls = [], kind } = experts.translate ?? {};
  const odd = kind === 'nllb' ? urls.filter((url) => /\/(v1|api)(\/|$)/.test(new URL(url).pathname)) : [];
  return odd.map((url) => ({
    variable: 'EXPERT_TRANSLATE_URL',
    wrong: `${show(url)} is not the root of an nllb-api server`,
    mend: `Write ${new URL(url).origin} unless the server really lives under that path.`,
  }));
}

/** The checked entries with their defaults; call it only when `checkExperts` found nothing. */
export function toEndpoints(experts: ExpertEntries): Partial<Record<EndpointName, EndpointConfig>> {
  return Object.fromEntries(
    Object.entries(experts).map(([name, entry]) => [
      name,
      {
        urls: entry.urls ?? [],
        model: entry.model ?? null,
        profile: entry.profile ?? null,
        apiKey: entry.apiKey ?? null,
        kind: entry.kind ?? 'openai',
      },
    ]),
  );
}

function withoutUrl(name: EndpointName, isSet: (name: VariableName) => boolean): Problem {
  const fields = (['MODEL', 'PROFILE', 'API_KEY', 'KIND'] as const).map((field) =>
    expertVariable(name, field),
  );
  const variable = fields.find(isSet);
  const url = expertVariable(name, 'URL');
  return {
    variable: variable ?? 'EXPERTS_FILE',
    wrong: variable === undefined ? `${name} has no urls` : `it is set, but ${url} is not`,
    mend: `Set ${url} to the server's address, or remove ${variable ?? 'the entry'}.`,
  };
}

function withoutV1(
  name: EndpointName,
  urls: readonly string[],
  isSet: (name: VariableName) => boolean,
): Problem[] {
  const { variable, field } = named(name, 'URL', 'urls', isSet);
  return urls
    .filter((url) => !new URL(url).pathname.endsWith('/v1'))
    .map((url) => ({
      variable,
      wrong: `${field}${show(url)} does not end in /v1`,
      mend: `Write ${suggestV1(url)}.`,
    }));
}

/** Where a field was written: its variable, or its place in the file. */
function named(
  name: EndpointName,
  variable: 'URL' | 'KIND',
  field: 'urls' | 'kind',
  isSet: (name: VariableName) => boolean,
): { variable: string; field: string } {
  const full = expertVariable(name, variable);
  return isSet(full)
    ? { variable: full, field: '' }
    : { variable: 'EXPERTS_FILE', field: `${name}.${field}: ` };
}
