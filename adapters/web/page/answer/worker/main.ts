import { createAnswers } from './answers.ts';
import type { AnswerReply, AnswerRequest } from './protocol.ts';
import { serve } from './serve.ts';

/** The worker that reads the Markdown of all answers, so that no answer can freeze the page. */
serve<AnswerRequest, AnswerReply>(createAnswers().answer);
