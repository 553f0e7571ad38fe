import type { Language } from '../../../src/conversation/wording.ts';
import type { AnswerEvent } from '../protocol.ts';

/** Told of an answer of which nothing was written when it was stopped: no turn is stored. */
export function isEmpty(last: AnswerEvent): boolean {
  return last.event === 'done' && last.data.finish === 'stopped' && last.data.response === '';
}

/** The last event of a turn that was stopped before anything was written. */
export function beforeAnyText(language: Language): AnswerEvent {
  const message = {
    en: 'Stopped before anything was written.',
    zh: '还没写出内容就停止了。',
  }[language];
  return {
    event: 'error',
    data: { error: { message, type: 'invalid_request_error', param: null, code: 'stopped' } },
  };
}
