import type { Intent } from '../../src/delivery/outbox.ts';
import type {
  Addressee,
  AnswerView,
  Part,
  PlatformPort,
  PresenterLimits,
  Renderer,
} from '../../src/delivery/platform-port.ts';
import { SendError } from '../../src/delivery/send-error.ts';
import type { FakePlatform, FakeProcess } from './fake-platform.ts';

export interface TextPart extends Part {
  readonly text: string;
}

export const LIMITS: PresenterLimits = {
  scope: 'room',
  postEveryMs: 1_000,
  editEveryMs: 1_500,
  appendEveryMs: 600,
  holdMs: 1_000,
  statusEveryMs: 5_000,
  callTimeoutMs: 10_000,
  giveUpAfterMs: 24 * 60 * 60_000,
};

const PART_CHARACTERS = 12;

/** Texts of 12 characters at most; what stands between two `|` is a file. The final form ends in a mark of its phase. */
export function partsOf(text: string, phase: AnswerView['phase']): TextPart[] {
  const isFinal = phase === 'done' || phase === 'stopped' || phase === 'failed';
  const marked = isFinal ? [...text.split('|'), `[${phase}]`] : text.split('|');
  const pieces = marked.flatMap((section, index) => {
    const isFile = index % 2 === 1 && !(isFinal && index === marked.length - 1);
    if (isFile) return [{ kind: 'file', text: section }];
    const chunks = section.match(new RegExp(`.{1,${PART_CHARACTERS}}`, 'gs')) ?? [];
    return chunks.map((chunk) => ({ kind: 'text', text: chunk }));
  });
  return pieces.map(({ kind, text: content }, index) => ({
    kind,
    text: content,
    key: `${kind} ${content}`,
    editable: kind === 'text',
    settled: isFinal || index < pieces.length - 1,
  }));
}

export interface FakePortOptions {
  readonly platform: FakePlatform;
  readonly process: FakeProcess;
  readonly canFind: boolean;
  readonly canStream: boolean;
  readonly hasStatus?: boolean;
  /** Whether a call that a kill catches on its way still arrives. */
  readonly arrivesAtKill?: () => boolean;
}

export function createFakePort(options: FakePortOptions): PlatformPort<TextPart> {
  const { platform, process, arrivesAtKill = () => false } = options;
  const call = <T>(to: Addressee, name: string, signal: AbortSignal, effect: () => T) =>
    platform.call(process, to.id, name, signal, effect, arrivesAtKill());
  const open = (ref: string) => {
    const message = platform.message(ref);
    if (!message.isStreaming) throw new SendError('stream_lost', 'no stream');
    return message;
  };
  return {
    platform: 'telegram',
    limits: () => LIMITS,
    renderer: createRenderer,
    post: (to, part, intent, signal) =>
      call(to, 'post', signal, () => platform.create(intent, part.kind, part.text, false)),
    edit: (to, ref, part, signal) =>
      call(to, 'edit', signal, () => {
        const message = platform.message(ref);
        if (message.kind !== part.kind || !part.editable) platform.violations.push(`${message.kind} edited`);
        if (message.isStreaming) platform.violations.push('an open stream was edited');
        message.text = part.text;
      }),
    delete: (to, ref, signal) =>
      call(to, 'delete', signal, () => {
        const message = platform.messages.find((each) => each.ref === ref);
        if (message !== undefined) message.isDeleted = true;
      }),
    ...(options.canFind && {
      findSent: (to: Addressee, intent: Intent, signal: AbortSignal) =>
        call(
          to,
          'find',
          signal,
          () => platform.visible().find((message) => message.intent === intent.id)?.ref ?? null,
        ),
    }),
    ...(options.canStream && {
      stream: {
        offered: () => true,
        start: (to: Addressee, part: TextPart, intent: Intent, signal: AbortSignal) =>
          call(to, 'start', signal, () => platform.create(intent, part.kind, part.text, true)),
        canAppend: (shown: TextPart, next: TextPart) => next.text.startsWith(shown.text),
        append: (to: Addressee, ref: string, shown: TextPart, next: TextPart, signal: AbortSignal) =>
          call(to, 'append', signal, () => {
            open(ref).text += next.text.slice(shown.text.length);
          }),
        stop: (to: Addressee, ref: string, _shown: TextPart, settled: TextPart, signal: AbortSignal) =>
          call(to, 'stop', signal, () => {
            const message = open(ref);
            message.text = settled.text;
            message.isStreaming = false;
          }),
        abandon: (to: Addressee, ref: string, signal: AbortSignal) =>
          call(to, 'abandon', signal, () => {
            open(ref).isStreaming = false;
          }),
      },
    }),
    ...(options.hasStatus && {
      status: (to: Addressee, _view: AnswerView, signal: AbortSignal) => call(to, 'status', signal, () => {}),
    }),
  };
}

function createRenderer(): Renderer<TextPart> {
  let text = '';
  return {
    append(delta) {
      text += delta;
    },
    replace(whole) {
      text = whole;
    },
    render: ({ phase }) => partsOf(text, phase),
  };
}
