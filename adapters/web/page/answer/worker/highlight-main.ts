import { highlight } from './highlight.ts';
import type { HighlightReply, HighlightRequest } from './protocol.ts';
import { serve } from './serve.ts';

/** The worker that highlights code; apart from the other, so that neither waits for the other. */
serve<HighlightRequest, HighlightReply>(highlight);
