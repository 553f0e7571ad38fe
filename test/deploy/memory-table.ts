import { type Deployment, servicesOf } from './compose-file.ts';
import {
  kvKibPerToken,
  MODEL_FACTS,
  type ModelFacts,
  type Precision,
  poolTokens,
  weightsGib,
} from './memory.ts';
import { cardsOf, fractionOf, type VllmServer, vllmServers } from './vllm-server.ts';

/** The facts sheet's figure for NLLB-200-3.3B in CTranslate2 int8, working memory included. */
export const NLLB_GIB = 4;

const HEAD = [
  '| card | service | model | share | weights, GiB | KV, KiB/token | KV cache, tokens | requests of full length |',
  '|---|---|---|---|---|---|---|---|',
];

const ALONE_HEAD = ['| model | weights, GiB | KV, KiB/token | KV cache, tokens |', '|---|---|---|---|'];

/** The README's table of a deployment: what each server takes of its card and what is left for its KV cache. */
export function cardTable(deployment: Deployment): string {
  const services = servicesOf(deployment);
  const cardGib = deployment.cardGib ?? 0;
  const rows = vllmServers(services).map((server) => ({
    card: server.card,
    row: serverRow(server, cardGib),
  }));
  const { translate } = services;
  if (translate !== undefined) {
    const [card = ''] = cardsOf(translate);
    const model = translate.environment?.TRANSLATOR_REPOSITORY?.split('/')[1];
    const share = (NLLB_GIB / cardGib).toFixed(2);
    rows.push({
      card,
      row: `| ${card} | translate | ${model} | ${share} | ${NLLB_GIB} in all | – | – | – |`,
    });
  }
  rows.sort((a, b) => a.card.localeCompare(b.card));
  return [...HEAD, ...rows.map(({ row }) => row)].join('\n');
}

/** The README's table of models that could take a whole card of 24 GB instead, in BF16. */
export function aloneTable(names: readonly string[]): string {
  const rows = names.map((name) => {
    const facts = factsOf(name);
    const pool = thousands(poolTokens(facts, 'bf16', 0.92, 24));
    return `| ${name} | ${weightsGib(facts, 'bf16').toFixed(1)} | ${kvKibPerToken(facts)} | ${pool} |`;
  });
  return [...ALONE_HEAD, ...rows].join('\n');
}

/** Facts of a server's model and the precision that it is served in. */
export function factsOfServer({ model, flags }: VllmServer): { facts: ModelFacts; precision: Precision } {
  const name = (model.split('/')[1] ?? model).replace(/-AWQ$/, '');
  const quantized = flags.get('--quantization') === 'fp8_per_tensor' ? 'fp8' : 'bf16';
  return { facts: factsOf(name), precision: model.endsWith('-AWQ') ? 'awq' : quantized };
}

function serverRow(server: VllmServer, cardGib: number): string {
  const { facts, precision } = factsOfServer(server);
  const fraction = fractionOf(server);
  const label = `${server.model.split('/')[1]}${precision === 'fp8' ? ', FP8' : ''}`;
  const fixed = `| ${server.card} | ${server.service} | ${label} | ${fraction.toFixed(2)} | ${weightsGib(facts, precision).toFixed(1)} |`;
  if (kvKibPerToken(facts) === 0) return `${fixed} – | – | – |`;
  const pool = poolTokens(facts, precision, fraction, cardGib);
  const requests = (pool / Number(server.flags.get('--max-model-len'))).toFixed(1);
  return `${fixed} ${kvKibPerToken(facts)} | ${thousands(pool)} | ${requests} |`;
}

function factsOf(name: string): ModelFacts {
  const facts = MODEL_FACTS[name];
  if (facts === undefined) throw new Error(`${name} is missing in MODEL_FACTS`);
  return facts;
}

function thousands(tokens: number): string {
  return `${Math.floor(tokens / 1_000)}k`;
}
