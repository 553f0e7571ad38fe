import type { ConfigReport } from '../config/load.ts';
import { checkConfiguration } from './configuration.ts';
import { checkDataFolder } from './data-folder.ts';
import { checkEmbedded } from './embedded.ts';
import { checkExperts } from './experts.ts';
import type { Section } from './finding.ts';
import { checkPlatforms } from './platforms.ts';
import { checkStores } from './stores.ts';

/** Checks everything side by side. With a mistake in the configuration, nothing else can be checked. */
export async function diagnose(report: ConfigReport, signal: AbortSignal): Promise<Section[]> {
  const configuration = { title: 'Configuration', findings: checkConfiguration(report) };
  const { config } = report;
  if (config === null) return [configuration, { title: 'The rest was not checked', findings: [] }];
  const checks = {
    'Data folder': checkDataFolder(config),
    Stores: checkStores(config),
    Experts: checkExperts(config, signal),
    'Embedded model': checkEmbedded(config),
    'Where people reach it': checkPlatforms(config, signal),
  };
  const sections = Object.entries(checks).map(async ([title, findings]) => ({
    title,
    findings: await findings,
  }));
  return [configuration, ...(await Promise.all(sections))];
}

export function hasProblem(sections: readonly Section[]): boolean {
  return sections.some(({ findings }) => findings.some(({ level }) => level === 'problem'));
}
