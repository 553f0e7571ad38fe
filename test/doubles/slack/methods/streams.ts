import { type Call, type Json, list, optional, required } from '../call.ts';
import { Refusal } from '../errors.ts';
import { type Chunks, chunksOf } from '../rules/chunks.ts';
import { hostileParts } from '../rules/hostile.ts';
import { checkBlocks, noteHostile } from '../rules/message.ts';
import type { WebApiDeps } from '../web-api.ts';
import { BOT, type SlackMessage } from '../workspace.ts';
import { messageObject } from './message-object.ts';
import type { Method, Methods } from './method.ts';

/** What a stream has been given so far. */
interface Stream extends Chunks {
  readonly startMs: number;
  readonly lastMs: number;
}

/** Streaming: one start, appends one after another, one stop; it expires when nothing comes. */
export function streams(deps: WebApiDeps): Methods {
  const { workspace, behaviour, note, changed, expired } = deps;
  const open = new Map<string, Stream>();

  const gated =
    (method: Method): Method =>
    (call) => {
      if (!behaviour().streaming) throw new Refusal('unknown_method', [], false);
      if (!behaviour().streamingEnabled) throw new Refusal('feature_not_enabled', [], false);
      return method(call);
    };

  /** The stream that runs under this message. */
  const running = (call: Call): { message: SlackMessage; stream: Stream } => {
    const message = workspace.find(workspace.channel(required(call, 'channel')).id, required(call, 'ts'));
    if (message === null) throw new Refusal('message_not_found');
    if (message.user !== BOT.user) throw new Refusal('message_not_owned_by_app');
    const stream = open.get(key(message));
    if (stream === undefined || !message.streaming) {
      // An end without words may be tried in vain, after a crash, say; words that come too late were lost.
      const words = ['chunks', 'markdown_text', 'blocks'].some((name) => call.args[name] !== undefined);
      const blame = words && !expired.has(key(message));
      throw new Refusal('message_not_in_streaming_state', [], blame);
    }
    const { streamIdleMs, streamLifeMs } = behaviour();
    if (call.at - stream.lastMs > streamIdleMs || call.at - stream.startMs > streamLifeMs) {
      endStream(deps, message);
      throw new Refusal('message_not_in_streaming_state', [], false);
    }
    return { message, stream };
  };

  const show = (message: SlackMessage, stream: Stream, change: Partial<SlackMessage> = {}) => {
    const next = workspace.change(message, { blocks: blocksOf(stream), ...change });
    changed('changed', next, message);
    return next;
  };

  return {
    'chat.startStream': gated((call) => {
      const channel = workspace.channel(required(call, 'channel'));
      const threadTs = required(call, 'thread_ts');
      if (workspace.find(channel.id, threadTs) === null)
        throw new Refusal('thread_not_found', [threadTs], false);
      if (channel.kind !== 'im') {
        if (optional(call, 'recipient_user_id') === null) throw new Refusal('missing_recipient_user_id');
        if (optional(call, 'recipient_team_id') === null) throw new Refusal('missing_recipient_team_id');
      }
      const stream = { ...chunksOf(call), startMs: call.at, lastMs: call.at };
      const { id } = channel;
      const blocks = blocksOf(stream);
      const message = workspace.addMessage({
        channel: id,
        user: BOT.user,
        text: '',
        threadTs,
        blocks,
        streaming: true,
      });
      open.set(key(message), stream);
      check(call, stream);
      changed('added', message);
      return { channel: id, ts: message.ts };
    }),
    'chat.appendStream': gated((call) => {
      const { message, stream } = running(call);
      const next = joined(stream, chunksOf(call, true), call.at);
      open.set(key(message), next);
      check(call, next);
      show(message, next);
      return { channel: message.channel, ts: message.ts };
    }),
    'chat.stopStream': gated((call) => {
      const { message, stream } = running(call);
      const blocks = list(call, 'blocks') ?? [];
      checkBlocks(blocks);
      const next = joined(stream, chunksOf(call), call.at);
      check(call, next);
      open.delete(key(message));
      const metadata = (call.args.metadata ?? message.metadata) as Json | null;
      const all = [...blocksOf(next), ...blocks];
      const done = show(message, next, { blocks: all, streaming: false, metadata });
      return { channel: done.channel, ts: done.ts, message: messageObject(done) };
    }),
  };

  function check(call: Call, { markdown }: Chunks): void {
    for (const problem of hostileParts([markdown])) note(call, problem);
    // What still grows may end as code, where nothing is a link.
    if (call.method === 'chat.stopStream') noteHostile([markdown], null, (problem) => note(call, problem));
  }
}

/** Ends a stream from Slack's side: it was idle, or a person stopped it. */
export function endStream({ workspace, expired }: WebApiDeps, message: SlackMessage): void {
  expired.add(key(message));
  workspace.change(message, { streaming: false });
}

const key = ({ channel, ts }: SlackMessage): string => `${channel} ${ts}`;

function joined(stream: Stream, more: Chunks, at: number): Stream {
  const tasks = new Map(stream.tasks);
  for (const [id, task] of more.tasks) tasks.set(id, { ...tasks.get(id), ...task });
  return {
    markdown: stream.markdown + more.markdown,
    tasks,
    plan: more.plan ?? stream.plan,
    blocks: [...stream.blocks, ...more.blocks],
    startMs: stream.startMs,
    lastMs: at,
  };
}

function blocksOf({ markdown, tasks, plan, blocks }: Chunks): readonly Json[] {
  const shownTasks = [...tasks.values()];
  return [
    ...(plan === null ? [] : [{ type: 'plan', title: plan }]),
    ...shownTasks,
    ...(markdown === '' ? [] : [{ type: 'markdown', text: markdown }]),
    ...blocks,
  ];
}
