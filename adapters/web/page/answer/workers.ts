import { createWorkerClient, type Host, type HostEvents } from './worker/client.ts';
import type { AnswerReply, AnswerRequest, HighlightReply, HighlightRequest } from './worker/protocol.ts';

/** Put in by the bundler: part of the names of its files, which are side by side. */
declare const PAGE_KEY: string;

const beside = (name: string) => new URL(name, import.meta.url);
const startWorker =
  (name: string) =>
  ({ message, failed }: HostEvents): Host => {
    const worker = new Worker(beside(`${name}-${PAGE_KEY}.js`), { type: 'module', name });
    worker.onmessage = ({ data }) => message(data);
    worker.onerror = (event) => {
      event.preventDefault();
      failed();
    };
    return worker;
  };

/** Where KaTeX's styles are. */
export const katexStyles = (): URL => beside(`katex-${PAGE_KEY}.css`);

/** Reads the Markdown of all answers. */
export const reader = createWorkerClient<AnswerRequest, AnswerReply>(startWorker('answer-worker'));

/** Highlights code, once there is some. */
export const highlighter = createWorkerClient<HighlightRequest, HighlightReply>(
  startWorker('highlight-worker'),
);
