import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config/load.ts';
import { deployFolder, deployments, readYaml, type Service, servicesOf } from './compose-file.ts';
import { composeSchema } from './compose-schema.ts';
import { NLLB_GIB } from './memory-table.ts';
import { cardsOf, fractionOf, vllmServers } from './vllm-server.ts';

const files = readdirSync(deployFolder, { recursive: true, encoding: 'utf8' });
const yamlFiles = files.filter((file) => file.endsWith('.yaml'));
const texts = files.filter((file) => /\.(yaml|sh|service|example)$|Dockerfile$/.test(file));

/** vLLM's default share of a card; the rest is for the driver and what fragments. */
const CARD_SHARE = 0.92;

test.each(yamlFiles)('%s keeps to the compose specification', (file) => {
  const validate = new Ajv({ allErrors: true }).compile(composeSchema);
  validate(readYaml(file));
  expect(validate.errors ?? []).toEqual([]);
});

test('every compose file belongs to a deployment that is checked', () => {
  const checked = new Set(deployments.flatMap((deployment) => deployment.files));
  expect(yamlFiles.filter((file) => /^compose\./.test(file)).sort()).toEqual([...checked].sort());
});

test('no key or token stands in a file that a machine reads', () => {
  const sample = `API_KEYS=abc\n  HF_TOKEN: "abc"\n  A_KEY: \${A_KEY}\nB_KEY=`;
  expect(literalSecrets(sample)).toEqual(['API_KEYS', 'HF_TOKEN']);
  expect(texts.length).toBeGreaterThan(8);
  for (const file of texts) {
    expect(literalSecrets(readFileSync(join(deployFolder, file), 'utf8')), file).toEqual([]);
  }
});

describe.each(deployments)('$name', (deployment) => {
  const services = servicesOf(deployment);
  const servers = vllmServers(services);
  const named = Object.entries(services);

  test('publishes a port for nothing but the bot, on loopback unless told otherwise', () => {
    const published = named.filter(([, service]) => service.ports !== undefined);
    expect(published.map(([name]) => name)).toEqual(['bot']);
    expect(services.bot?.ports).toEqual([`\${PUBLISH:-127.0.0.1:3000}:3000`]);
    expect(named.filter(([, service]) => 'network_mode' in service || 'expose' in service)).toEqual([]);
  });

  test('keeps the model servers on a network that leads nowhere else', () => {
    const models = named.filter(([name]) => name !== 'bot' && name !== 'fetch');
    for (const [name, service] of models) expect(service.networks, name).toEqual(['models']);
    if (models.length === 0) return;
    expect(readYaml(deployment.files[0] ?? '').networks).toEqual({ models: { internal: true } });
    expect(services.bot?.networks).toEqual(['default', 'models']);
  });

  test('restarts and watches every container', () => {
    for (const [name, service] of named) {
      expect(service.restart, name).toMatch(name === 'fetch' ? /^on-failure/ : /^unless-stopped$/);
      // The download ends by itself; what waits for it looks at its exit code.
      if (name !== 'fetch') expect(service.healthcheck?.test?.[0], name).toBe('CMD');
    }
  });

  test('asks for keys, of callers and of the bot', () => {
    expect(services.bot?.environment?.API_KEYS).toMatch(/^\$\{API_KEYS:\?/);
    for (const { service } of servers)
      expect(services[service]?.environment?.VLLM_API_KEY, service).toMatch(/^\$\{VLLM_API_KEY:\?/);
  });

  test('gives no card more than it holds', () => {
    const shares = new Map<string, number>();
    const add = (card: string, share: number) => shares.set(card, (shares.get(card) ?? 0) + share);
    for (const server of servers) add(server.card, fractionOf(server));
    for (const card of cardsOf(services.translate ?? {})) add(card, NLLB_GIB / (deployment.cardGib ?? 0));
    for (const [card, share] of shares) expect(share, `card ${card}`).toBeLessThanOrEqual(CARD_SHARE + 1e-9);
    const cards =
      deployment.cardGib === null ? [] : deployment.name.startsWith('4') ? ['0', '1', '2', '3'] : ['0'];
    expect([...shares.keys()].sort()).toEqual(cards);
  });

  test('gives each model server one card, and starts those of one card one after another', () => {
    const onCards = named.filter(([name]) => name !== 'bot' && name !== 'fetch');
    const byCard = Map.groupBy(onCards, ([, service]) => cardsOf(service).join());
    for (const [card, group] of byCard) {
      expect(card).toMatch(/^\d$/);
      const [, ...later] = group;
      for (const [index, [name, service]] of later.entries()) {
        const before = group[index]?.[0] ?? '';
        expect(service.depends_on?.[before]?.condition, `${name} after ${before}`).toBe('service_healthy');
      }
    }
  });

  test('downloads every model that it serves, and serves only once they are there', () => {
    const fetched = services.fetch?.command ?? [];
    const wanted = [...servers.map(({ model }) => model), translatorOf(services.translate)].flat();
    expect(wanted.filter((model) => !fetched.includes(model))).toEqual([]);
    for (const [name, service] of named) {
      if (name === 'bot' || name === 'fetch') continue;
      expect(service.depends_on?.fetch?.condition, name).toBe('service_completed_successfully');
    }
  });

  test('declares the volumes that it mounts', () => {
    const declared = Object.keys(readYaml(deployment.files[0] ?? '').volumes as object);
    const mounted = named.flatMap(([, service]) => (service.volumes as string[] | undefined) ?? []);
    expect([...new Set(mounted.map((volume) => volume.split(':')[0]))].sort()).toEqual(declared.sort());
  });

  test('tells the bot where each expert is, under the name that is served', () => {
    const environment = services.bot?.environment ?? {};
    for (const { service, flags } of servers) {
      const prefix = `EXPERT_${service.toUpperCase()}`;
      expect(environment[`${prefix}_URL`]).toBe(`http://${service}:8000/v1`);
      expect(environment[`${prefix}_MODEL`]).toBe(flags.get('--served-model-name'));
      expect(environment[`${prefix}_API_KEY`]).toBe(`\${VLLM_API_KEY}`);
    }
    const urls = Object.entries(environment).filter(([name]) => name.endsWith('_URL'));
    for (const [, url] of urls) expect(Object.keys(services)).toContain(new URL(url).hostname);
  });

  test('gives the bot a configuration that it accepts without a word', () => {
    const filled = Object.entries(services.bot?.environment ?? {}).map(([name, value]) => [
      name,
      value.replace(/\$\{\w+[^}]*\}/, 'x'.repeat(40)),
    ]);
    const { problems, warnings } = readConfig({ env: Object.fromEntries(filled), cwd: deployFolder });
    expect({ problems, warnings }).toEqual({ problems: [], warnings: [] });
  });
});

test('the image of the bot is built from what is there, and runs without root', () => {
  const { bot } = readYaml('bot/service.yaml').services as { bot: Service };
  expect(bot.build).toEqual({ context: '../..', dockerfile: 'deploy/bot/Dockerfile' });
  const dockerfile = readFileSync(join(deployFolder, 'bot/Dockerfile'), 'utf8');
  const copied = [...dockerfile.matchAll(/^COPY (.+) \S+$/gm)].flatMap(([, sources = '']) =>
    sources.split(' '),
  );
  expect(copied.length).toBeGreaterThan(3);
  for (const source of copied) expect(existsSync(join(deployFolder, '..', source)), source).toBe(true);
  const ignore = readFileSync(join(deployFolder, 'bot/Dockerfile.dockerignore'), 'utf8').split('\n');
  expect(copied.filter((source) => !ignore.includes(`!${source}`))).toEqual([]);
  expect(dockerfile).toMatch(/^USER node$/m);
  expect(dockerfile).toMatch(/^HEALTHCHECK /m);
});

function translatorOf(service: Service | undefined): string[] {
  return service === undefined ? [] : [service.environment?.TRANSLATOR_REPOSITORY ?? ''];
}

/** Names of secrets that are given a value of their own, not a variable's. */
function literalSecrets(text: string): string[] {
  const assigned = text.matchAll(/(?<![\w{])([A-Z_]*(?:KEYS?|TOKEN|SECRET|PASSWORD))[ ]*[:=][ ]*(\S*)/g);
  return [...assigned]
    .filter(([, , value = '']) => value !== '' && !value.startsWith('${'))
    .map(([, name = '']) => name);
}
