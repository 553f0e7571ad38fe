import { onTestFinished } from 'vitest';
import { type CommandContext, type CommandOutcome, parseCommand, runCommand } from '../../commands/index.ts';
import type { Composed } from '../../src/compose.ts';
import { compose } from '../../src/compose.ts';
import type { Message, Receipt } from '../../src/conversation/types.ts';
import { startVllm, type VllmDouble } from '../doubles/vllm/server.ts';
import { collect, memoryLog } from './experts.ts';
import { testConfig } from './test-config.ts';
import { KEY } from './turns.ts';

const never = new AbortController().signal;
const NO_FILES = { pictures: 0, others: 0 };

export interface Play {
  readonly vllm: VllmDouble;
  readonly switchboard: Composed;
  /** Runs a typed command. */
  run(line: string, changes?: ContextChanges): Promise<CommandOutcome>;
  /** What a command says; throws when it does something else. */
  say(line: string, changes?: ContextChanges): Promise<string>;
  /** One turn of a person. */
  ask(text: string, changes?: Partial<Message>): Promise<Receipt>;
}

export interface ContextChanges extends Partial<Omit<CommandContext, 'who'>> {
  readonly who?: Partial<CommandContext['who']>;
  readonly options?: Readonly<Record<string, string>>;
}

let messages = 0;

/** All of Switchboard behind the commands: real conversations and stores, one model over a real socket. */
export async function startPlay(admins: readonly string[] = []): Promise<Play> {
  const vllm = await startVllm({ script: ({ messages }) => `Answer to ${lastText(messages)}` });
  onTestFinished(() => vllm.close());
  const general = { urls: [vllm.url], model: null, profile: null, apiKey: null, kind: 'openai' as const };
  const config = testConfig({ storeUrl: 'sqlite::memory:', experts: { general }, admins });
  const { log } = memoryLog();
  const switchboard = await compose({ config, log, inbox: null, progressTo: process.stderr });
  onTestFinished(() => switchboard.close());

  const run = (line: string, { options = {}, who, ...changes }: ContextChanges = {}) => {
    const { call } = parseCommand(line);
    if (call === null) throw new Error(`${line} is no command`);
    return runCommand(
      { ...call, options },
      {
        switchboard,
        conversation: KEY,
        messageId: `slack:command:${++messages}`,
        language: 'en',
        files: NO_FILES,
        repliedTo: null,
        answers: { live: () => [], stop: async () => false },
        ...changes,
        who: { platform: 'slack', user: 'U1', places: [], shared: false, ...who },
      },
    );
  };

  return {
    vllm,
    switchboard,
    run,
    async say(line, changes) {
      const outcome = await run(line, changes);
      if (outcome.kind !== 'say') throw new Error(`${line} did not say something but ${outcome.kind}`);
      return outcome.text;
    },
    async ask(text, changes = {}) {
      const message: Message = {
        id: `slack:message:${++messages}`,
        platform: 'slack',
        conversation: KEY,
        author: { id: 'U1', name: 'Ann' },
        shared: false,
        text,
        attachments: [],
        forced: 'general',
        ...changes,
      };
      const { receipt } = await collect(switchboard.ask(message, never));
      if (receipt === null) throw new Error('the turn failed');
      return receipt;
    },
  };
}

function lastText(messages: unknown): string {
  return String((messages as { content: unknown }[]).at(-1)?.content);
}
