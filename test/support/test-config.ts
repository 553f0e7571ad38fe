import type { Config } from '../../src/config/types.ts';

export interface ConfigChanges extends Partial<Omit<Config, 'http'>> {
  readonly http?: Partial<Config['http']>;
}

/** The configuration of an empty environment, on a free port, with what a test wants otherwise. */
export function testConfig({ http, ...rest }: ConfigChanges = {}): Config {
  return {
    dataDir: './data',
    storeUrl: 'sqlite:',
    inboxUrl: 'sqlite:',
    log: { level: 'silent', text: false },
    experts: {},
    embeddedModel: 'off',
    hubUrl: 'http://127.0.0.1:9',
    router: { threshold: 0.7, learn: 'labels' },
    rateLimitPerMinute: 60,
    signingSecret: null,
    admins: [],
    slack: null,
    discord: null,
    telegram: null,
    otlpEndpoint: null,
    ...rest,
    http: {
      host: '127.0.0.1',
      port: 0,
      publicUrl: null,
      apiKeys: [],
      jwt: { secret: null, jwksUrl: null, audience: null },
      corsOrigins: [],
      attachmentHosts: [],
      ...http,
    },
  };
}
