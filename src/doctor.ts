import { readConfig } from './config/load.ts';
import { createRedactor, secretsOf } from './config/redact.ts';
import { diagnose, hasProblem } from './doctor/diagnose.ts';
import { printSections } from './doctor/print.ts';

/** `npm run doctor`: says what is wrong and how to mend it. Exit code 1 when there is a problem, else 0. */
async function main(): Promise<void> {
  const report = readConfig();
  const redact = createRedactor(report.config === null ? [] : secretsOf(report.config));
  const sections = await diagnose(report, new AbortController().signal);
  process.stdout.write(redact(printSections(sections, process.stdout.isTTY && process.stdout.hasColors())));
  process.exitCode = hasProblem(sections) ? 1 : 0;
}

await main();
