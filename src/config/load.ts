import { assemble } from './assemble.ts';
import { checkValues } from './check.ts';
import { crossProblems, crossWarnings } from './cross-checks.ts';
import { type ConfigSource, readEnvironment } from './environment.ts';
import { checkExperts, mergeExperts, warnOfNllbPath } from './experts.ts';
import { type ExpertEntries, readExpertsFile } from './experts-file.ts';
import { ConfigError, type Problem } from './problem.ts';
import { createRedactor, urlSecrets } from './redact.ts';
import type { Config } from './types.ts';
import { VARIABLES, type VariableName } from './variables.ts';

export type { ConfigSource } from './environment.ts';

export interface ConfigReport {
  /** Null when there is a problem. */
  readonly config: Config | null;
  /** Mistakes that forbid a start. */
  readonly problems: readonly Problem[];
  /** What works, but hardly as meant. */
  readonly warnings: readonly Problem[];
}

/** Reads and checks the whole configuration. Throws `ConfigError` with all mistakes, and nothing else. */
export function loadConfig(source: ConfigSource = {}): Config {
  const { config, problems } = readConfig(source);
  if (config === null) throw new ConfigError(problems);
  return config;
}

/** The same without throwing, and with warnings; neither holds a secret's value. */
export function readConfig(source: ConfigSource = {}): ConfigReport {
  const cwd = source.cwd ?? process.cwd();
  const environment = readEnvironment(source);
  const { texts } = environment;
  const checked = checkValues(texts);
  const expertsFile = checked.values.EXPERTS_FILE;
  const file = expertsFile == null ? NO_FILE : readExpertsFile(expertsFile, cwd);
  const experts = mergeExperts(checked.values, file.entries);

  const facts = { isSet: (name: VariableName) => texts.has(name), values: checked.values };
  const complete = file.problems.length === 0 && (expertsFile != null || !texts.has('EXPERTS_FILE'));
  const problems = [
    ...environment.problems,
    ...checked.problems,
    ...file.problems,
    ...checkExperts(experts, facts.isSet, complete),
    ...crossProblems(facts),
  ];
  const warnings = [...environment.warnings, ...crossWarnings(facts), ...warnOfNllbPath(experts)];

  const redact = createRedactor(writtenSecrets(texts, file.entries));
  const clean = (list: readonly Problem[]) =>
    list.map(({ variable, wrong, mend }) => ({ variable, wrong: redact(wrong), mend: redact(mend) }));
  return {
    config: problems.length === 0 ? assemble(checked.values, experts, cwd) : null,
    problems: clean(problems),
    warnings: clean(warnings),
  };
}

const NO_FILE: { entries: ExpertEntries; problems: Problem[] } = { entries: {}, problems: [] };

/** Secrets as they were written, right or wrong: one may stand in another variable's place, too. */
function writtenSecrets(texts: ReadonlyMap<VariableName, string>, entries: ExpertEntries): string[] {
  const written = [...texts].flatMap(([name, text]) => {
    const { secret, list } = VARIABLES[name].form;
    if (!secret) return urlSecrets(text);
    return list ? [text, ...text.split(',').map((item) => item.trim())] : [text];
  });
  return [...written, ...Object.values(entries).flatMap((entry) => entry.apiKey ?? [])];
}
