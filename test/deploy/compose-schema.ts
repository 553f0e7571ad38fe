/**
 * The part of the compose specification that the files here use, and nothing else: a misspelt or misplaced key is
 * an error. Names, types and enumerations are those of the specification's schema.
 */
const text = { type: 'string', minLength: 1 } as const;
const texts = { type: 'array', items: text, minItems: 1 } as const;
const duration = { type: 'string', pattern: '^\\d+[smh]$' } as const;
const variables = { type: 'object', additionalProperties: { type: 'string' } } as const;

function exactly(properties: Record<string, unknown>, required: readonly string[] = []) {
  return { type: 'object', properties, required, additionalProperties: false } as const;
}

const device = exactly({ driver: { const: 'nvidia' }, device_ids: texts, capabilities: { const: ['gpu'] } }, [
  'driver',
  'device_ids',
  'capabilities',
]);

const service = exactly({
  extends: exactly({ file: text, service: text }, ['file', 'service']),
  build: exactly({ context: text, dockerfile: text, args: variables }, ['context']),
  image: text,
  entrypoint: texts,
  command: texts,
  init: { type: 'boolean' },
  env_file: { type: 'array', items: exactly({ path: text, required: { type: 'boolean' } }, ['path']) },
  environment: variables,
  networks: texts,
  ports: texts,
  volumes: { type: 'array', items: { type: 'string', pattern: '^[a-z]+:/[a-z/.]+(:ro)?$' } },
  shm_size: { type: 'string', pattern: '^\\d+(mb|gb)$' },
  restart: { type: 'string', pattern: '^(no|always|unless-stopped|on-failure(:\\d+)?)$' },
  stop_grace_period: duration,
  depends_on: {
    type: 'object',
    additionalProperties: exactly(
      { condition: { enum: ['service_started', 'service_healthy', 'service_completed_successfully'] } },
      ['condition'],
    ),
  },
  healthcheck: exactly({
    disable: { type: 'boolean' },
    test: texts,
    interval: duration,
    timeout: duration,
    start_period: duration,
    retries: { type: 'integer', minimum: 1 },
  }),
  deploy: exactly({
    resources: exactly({ reservations: exactly({ devices: { type: 'array', items: device } }) }),
  }),
});

export const composeSchema = exactly(
  {
    name: { type: 'string', pattern: '^[a-z0-9][a-z0-9_-]*$' },
    services: { type: 'object', additionalProperties: service, minProperties: 1 },
    networks: { type: 'object', additionalProperties: exactly({ internal: { type: 'boolean' } }) },
    volumes: { type: 'object', additionalProperties: { type: 'null' } },
  },
  ['services'],
);
