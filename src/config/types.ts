/** Every expert slot that can be given an endpoint: the routed six, and two helpers. */
export const ENDPOINT_NAMES = [
  'general',
  'code',
  'math',
  'translate',
  'structured',
  'vision',
  'repair',
  'embed',
] as const;
export type EndpointName = (typeof ENDPOINT_NAMES)[number];

export interface EndpointConfig {
  /** Base URLs, ending in `/v1` for kind `openai`, the service's root for `nllb`. At least one. */
  readonly urls: readonly string[];
  readonly model: string | null;
  readonly profile: string | null;
  readonly apiKey: string | null;
  readonly kind: 'openai' | 'nllb';
}

/** The whole configuration, checked. Names follow the variables of the contract. */
export interface Config {
  readonly http: {
    readonly host: string;
    readonly port: number;
    readonly publicUrl: string | null;
    readonly apiKeys: readonly string[];
    readonly jwt: {
      readonly secret: string | null;
      readonly jwksUrl: string | null;
      readonly audience: string | null;
    };
    readonly corsOrigins: readonly string[];
    readonly attachmentHosts: readonly string[];
  };
  readonly dataDir: string;
  /** `sqlite:` means: in `dataDir`. */
  readonly storeUrl: string;
  readonly inboxUrl: string;
  readonly log: { readonly level: string; readonly text: boolean };
  readonly experts: Readonly<Partial<Record<EndpointName, EndpointConfig>>>;
  /** Path of a GGUF file, `off`, or null: look for one. */
  readonly embeddedModel: string | null;
  /** Where the embedded model is downloaded from (`HF_ENDPOINT`, the hub's own variable; mirrors use it). */
  readonly hubUrl: string;
  readonly router: { readonly threshold: number; readonly learn: 'off' | 'labels' | 'text' };
  /** 0 = none. */
  readonly rateLimitPerMinute: number;
  readonly signingSecret: string | null;
  readonly admins: readonly string[];
  readonly slack: {
    readonly botToken: string;
    readonly appToken: string | null;
    readonly signingSecret: string | null;
    readonly apiUrl: string | null;
    readonly allow: readonly string[];
  } | null;
  readonly discord: {
    readonly token: string;
    readonly applicationId: string | null;
    readonly apiUrl: string | null;
    readonly shards: { readonly ids: readonly number[]; readonly count: number } | null;
    readonly allow: readonly string[];
  } | null;
  readonly telegram: {
    readonly botToken: string;
    readonly webhookUrl: string | null;
    readonly webhookSecret: string | null;
    readonly apiRoot: string | null;
    readonly allow: readonly string[];
  } | null;
  readonly otlpEndpoint: string | null;
}
