import type { Mapping, Service, Services } from './compose-file.ts';

/** One `vllm serve` of a compose file. */
export interface VllmServer {
  readonly service: string;
  readonly model: string;
  /** Values of `--flag=value`; an empty string for a bare flag. */
  readonly flags: ReadonlyMap<string, string>;
  readonly card: string;
}

/** All vLLM servers of a deployment, in the file's order. */
export function vllmServers(services: Services): VllmServer[] {
  return Object.entries(services)
    .filter(([, service]) => isVllm(service))
    .map(([name, service]) => {
      const [model = '', ...args] = service.command ?? [];
      const [card = ''] = cardsOf(service);
      return { service: name, model, flags: new Map(args.map(splitFlag)), card };
    });
}

/** Ids of the cards that a service gets. */
export function cardsOf(service: Service): string[] {
  const { deploy } = service as { deploy?: { resources: { reservations: { devices: Mapping[] } } } };
  return (deploy?.resources.reservations.devices ?? []).flatMap(({ device_ids }) => device_ids as string[]);
}

/** The share of its card's memory that a vLLM server takes; vLLM's own default is 0.92. */
export function fractionOf(server: VllmServer): number {
  return Number(server.flags.get('--gpu-memory-utilization') ?? 0.92);
}

function isVllm(service: Service): boolean {
  return JSON.stringify(service.entrypoint) === '["vllm","serve"]';
}

function splitFlag(argument: string): [string, string] {
  const [, flag = argument, value = ''] = /^(--[a-z-]+)(?:=(.*))?$/s.exec(argument) ?? [];
  return [flag, value];
}
