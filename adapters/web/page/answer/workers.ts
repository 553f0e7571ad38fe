import { createWorkerClient } from './worker/client.ts';
import type { AnswerReply, AnswerRequest, HighlightReply, HighlightRequest } from './worker/protocol.ts';

/** Put in by the bundler: part of the names of its files, which are side by side. */
declare const PAGE_KEY: string;

const beside = (name: string) => new URL(name, import.meta.url);
const startWorker = (name: string) => () =>
  new Worker(beside(`${name}-${PAGE_KEY}.js`), { type: 'module', name });

/** Where KaTeX's styles are. */
export const katexStyles = (): URL => beside(`katex-${PAGE_KEY}.css`);

/** Reads the Markdown of all answers. */
export const reader = createWorkerClient<AnswerRequest, AnswerReply>(startWorker('answer-worker'));

/** Highlights code, once there is some. */
export const highlighter = createWorkerClient<HighlightRequest, HighlightReply>(
  startWorker('highlight-worker'),
);
