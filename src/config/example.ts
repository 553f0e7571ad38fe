import { SECTIONS, type Variable } from './variables.ts';

/**
 * The content of `.env.example`: a line for each variable, with its default. Copied to `.env` as it is, it changes
 * nothing. Write it anew with `npx node src/config/example.ts > .env.example`.
 */
export function envExample(): string {
  const head = [
    '# Copy to .env and fill in what you need; an empty value means unset, and the real environment wins.',
    '# Put values with spaces or # in quotes. Booleans are true or false. `npm run doctor` checks everything.',
  ];
  const sections = SECTIONS.map(([title, variables]) => [
    `# ${title}`,
    ...Object.entries(variables).map(line),
  ]);
  return `${[head, ...sections].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function line([name, { fallback, description }]: [string, Variable]): string {
  return `${name}=${fallback} # ${description}`;
}

if (import.meta.main) process.stdout.write(envExample());
