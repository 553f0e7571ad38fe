import type { FastifyInstance } from 'fastify';
import { SwitchboardError } from '../errors.ts';
import type { Switchboard } from '../switchboard.ts';

/** `/healthz` (the process lives), `/readyz` (an expert can answer) and `/metrics`. */
export function mountHealth(app: FastifyInstance, switchboard: Switchboard): void {
  const keyless = { config: { keyless: true } };

  app.get('/healthz', keyless, () => ({ status: 'ok' }));

  app.get('/readyz', keyless, (_request, reply) => {
    const readiness = switchboard.readiness();
    if (readiness.ready) return readiness;
    const body = new SwitchboardError('expert_unavailable', readiness.detail).toBody();
    return reply.code(503).send({ ...readiness, ...body });
  });

  app.get('/metrics', async (_request, reply) => {
    const { registry, inboxDepth } = switchboard.metrics;
    inboxDepth.set(await switchboard.inbox.depth());
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}
