import type { ConfigReport } from '../config/load.ts';
import { type Finding, ok, problem, warning } from './finding.ts';

/** The mistakes and oddities of the configuration. */
export function checkConfiguration({ config, problems, warnings }: ConfigReport): Finding[] {
  return [
    ...problems.map(({ variable, wrong, mend }) => problem(`${variable}: ${wrong}`, mend)),
    ...warnings.map(({ variable, wrong, mend }) => warning(`${variable}: ${wrong}`, mend)),
    ...(config === null ? [] : [ok('every value can be used')]),
  ];
}
