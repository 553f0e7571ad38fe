import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';

export const deployFolder = resolve(import.meta.dirname, '../../deploy');

export type Mapping = { readonly [key: string]: unknown };

/** What the tests here look at in a service; the rest is the schema's business. */
export interface Service extends Mapping {
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly networks?: readonly string[];
  readonly ports?: readonly string[];
  readonly restart?: string;
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean };
}

export type Services = Readonly<Record<string, Service>>;

export interface Deployment {
  readonly name: string;
  /** In the order in which `docker compose -f … -f …` gets them. */
  readonly files: readonly string[];
  /** Memory of each card; null without cards. */
  readonly cardGib: number | null;
}

export const deployments: readonly Deployment[] = [
  { name: '4 × 24 GB', files: ['compose.yaml'], cardGib: 24 },
  { name: '4 × 24 GB, 128K', files: ['compose.yaml', 'compose.128k.yaml'], cardGib: 24 },
  { name: '4 × 48 GB', files: ['compose.yaml', 'compose.48gb.yaml'], cardGib: 48 },
  { name: '1 × 24 GB', files: ['compose.one-gpu.yaml'], cardGib: 24 },
  { name: '1 × 24 GB, 128K', files: ['compose.one-gpu.yaml', 'compose.128k.yaml'], cardGib: 24 },
  { name: 'CPU', files: ['compose.cpu.yaml'], cardGib: null },
];

/** A file of deploy/ as it stands. */
export function readYaml(file: string): Mapping {
  return mapping(parse(readFileSync(join(deployFolder, file), 'utf8')), file);
}

/** The services of a deployment as compose runs them: `extends` resolved, later files over earlier ones. */
export function servicesOf(deployment: Deployment): Services {
  let services: Mapping = {};
  for (const file of deployment.files) {
    const own = mapping(readYaml(file).services, file);
    const resolved = Object.entries(own).map(([name, service]) => [
      name,
      extended(file, mapping(service, name)),
    ]);
    services = merge(services, Object.fromEntries(resolved));
  }
  return services as Services;
}

function extended(file: string, { extends: from, ...own }: Mapping): Mapping {
  if (from === undefined) return own;
  const { file: other, service } = mapping(from, 'extends') as { file: string; service: string };
  const path = join(dirname(file), other);
  return merge(extended(path, mapping(mapping(readYaml(path).services, path)[service], service)), own);
}

/** Compose's rule: mappings are merged, lists appended, but a command is replaced whole. */
function merge(base: Mapping, over: Mapping): Mapping {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const old = base[key];
    if (Array.isArray(old) && Array.isArray(value) && key !== 'command') merged[key] = [...old, ...value];
    else if (isMapping(old) && isMapping(value)) merged[key] = merge(old, value);
    else merged[key] = value;
  }
  return merged;
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mapping(value: unknown, what: string): Mapping {
  if (!isMapping(value)) throw new Error(`${what} is no mapping`);
  return value;
}
