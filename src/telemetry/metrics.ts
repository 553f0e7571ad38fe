import { Counter, Gauge, Histogram, Registry } from 'prom-client';

const SECONDS = [0.005, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300];

export type Metrics = ReturnType<typeof createMetrics>;

/** The process's counters in a registry of their own, so that two instances in one process do not collide. */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  return {
    registry,
    turns: new Counter({
      name: 'switchboard_turns_total',
      help: 'Turns ended',
      labelNames: ['platform', 'expert', 'tier', 'outcome'] as const,
      registers,
    }),
    firstToken: new Histogram({
      name: 'switchboard_first_token_seconds',
      help: 'From the start of a turn to its first text',
      labelNames: ['expert'] as const,
      buckets: SECONDS,
      registers,
    }),
    turnDuration: new Histogram({
      name: 'switchboard_turn_seconds',
      help: 'From the start of a turn to its end',
      labelNames: ['expert'] as const,
      buckets: SECONDS,
      registers,
    }),
    tokens: new Counter({
      name: 'switchboard_tokens_total',
      help: 'Tokens as the servers count them',
      labelNames: ['expert', 'kind'] as const,
      registers,
    }),
    expertErrors: new Counter({
      name: 'switchboard_expert_errors_total',
      help: 'Failed calls to models',
      labelNames: ['endpoint', 'code'] as const,
      registers,
    }),
    judgeCalls: new Counter({
      name: 'switchboard_judge_calls_total',
      help: 'Messages that the judge was asked about: decided, unsure, timeout, error',
      labelNames: ['outcome'] as const,
      registers,
    }),
    compactions: new Counter({
      name: 'switchboard_compactions_total',
      help: 'Summaries of older turns',
      labelNames: ['outcome'] as const,
      registers,
    }),
    feedback: new Counter({
      name: 'switchboard_feedback_total',
      help: 'Opinions on answers: good, bad, or another expert was asked for',
      labelNames: ['expert', 'kind'] as const,
      registers,
    }),
    overrides: new Counter({
      name: 'switchboard_overrides_total',
      help: 'Answers that people sent on to another expert; over switchboard_turns_total it is the override rate',
      labelNames: ['expert', 'wanted', 'tier'] as const,
      registers,
    }),
    platformCalls: new Counter({
      name: 'switchboard_platform_calls_total',
      help: 'Calls by which answers are shown: post, edit, delete, append, … and what became of them',
      labelNames: ['platform', 'call', 'outcome'] as const,
      registers,
    }),
    possibleDoubles: new Counter({
      name: 'switchboard_possible_doubles_total',
      help: 'Parts sent again although nobody knows whether they were sent, on a platform that cannot tell',
      labelNames: ['platform'] as const,
      registers,
    }),
    undelivered: new Counter({
      name: 'switchboard_undelivered_total',
      help: 'Answers that the platform refused for good',
      labelNames: ['platform'] as const,
      registers,
    }),
    inboxDepth: new Gauge({
      name: 'switchboard_inbox_depth',
      help: 'Messages accepted whose turn has not ended',
      registers,
    }),
    httpRequests: new Counter({
      name: 'switchboard_http_requests_total',
      help: 'HTTP requests by route pattern and status',
      labelNames: ['method', 'route', 'status'] as const,
      registers,
    }),
  };
}
