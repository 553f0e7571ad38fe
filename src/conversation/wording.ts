import { SwitchboardError } from '../errors.ts';
import { ExpertError, type ExpertErrorCode, TooLongError } from '../experts/errors.ts';
import { ImageError } from '../experts/images.ts';
import type { Language } from './types.ts';

export type { Language } from './types.ts';

/** Chinese when the text holds Han characters and no kana (which would make it Japanese). */
export function languageOf(text: string): Language {
  return /\p{Script=Han}/u.test(text) && !/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)
    ? 'zh'
    : 'en';
}

type Sentence = Readonly<Record<Language, string>>;

const BY_CODE: Readonly<Record<Exclude<ExpertErrorCode, 'context_overflow' | 'no_model'>, Sentence>> = {
  unreachable: {
    en: 'The model can’t be reached at the moment. Your message was not answered; try again in a minute.',
    zh: '暂时连接不上模型，这条消息没有得到回答。请稍后再试。',
  },
  timeout: {
    en: 'The model did not answer in time. Try again, or ask something shorter.',
    zh: '模型没有及时回答。请重试，或换一个更短的问题。',
  },
  overloaded: {
    en: 'All models are busy right now. Try again in a moment.',
    zh: '模型现在都在忙。请稍等片刻再试。',
  },
  model_not_found: {
    en: 'The model that should answer is not being served. The operator has to look at it; try again later.',
    zh: '应该回答的模型没有在运行，需要管理员处理。请稍后再试。',
  },
  unauthorized: {
    en: 'The model’s server refused our key. The operator has to mend that; nothing is wrong with your message.',
    zh: '模型服务器拒绝了我们的密钥，需要管理员处理；你的消息没有问题。',
  },
  refused: {
    en: 'The model’s server refused this request. Try to word it differently.',
    zh: '模型服务器拒绝了这个请求。请换一种说法再试。',
  },
  server_error: {
    en: 'The model failed on this message. Try again.',
    zh: '模型处理这条消息时出错了。请再试一次。',
  },
  broken_stream: {
    en: 'The answer broke off. What was written until then is kept; ask “go on”, or try again.',
    zh: '回答中断了。已写出的部分保留着；可以说“继续”，或再试一次。',
  },
  preempted: { en: 'Interrupted. Try again.', zh: '被打断了。请再试一次。' },
};

const BROKE_OFF: Sentence = { en: 'The answer broke off. Try again.', zh: '回答中断了。请再试一次。' };

const UNEXPECTED: Sentence = {
  en: 'Something went wrong on our side. The conversation is intact; try again.',
  zh: '我们这边出了点问题。对话没有丢失，请再试一次。',
};

const NO_EYES: Sentence = {
  en: 'No vision expert is set up here, so pictures can’t be looked at. Ask without the picture, or have the operator set EXPERT_VISION_URL.',
  zh: '这里没有配置视觉模型，无法查看图片。请去掉图片再问，或请管理员设置 EXPERT_VISION_URL。',
};

/**
 * What went wrong in a turn, as the error that the person who asked gets.
 *
 * @param kept whether what was written is kept in a conversation
 */
export function errorFor(thrown: unknown, language: Language, kept = true): SwitchboardError {
  if (thrown instanceof SwitchboardError) return thrown;
  if (thrown instanceof TooLongError) return tooLong(thrown, language);
  if (thrown instanceof ImageError) {
    return new SwitchboardError('bad_request', thrown.message, { param: 'attachments', cause: thrown });
  }
  if (!(thrown instanceof ExpertError)) {
    return new SwitchboardError('internal', UNEXPECTED[language], { cause: thrown });
  }
  if (thrown.code === 'no_model') {
    // The engine's sentence says what to set, or how far loading has come.
    const sentence = thrown.endpoint === 'vision' ? NO_EYES[language] : thrown.detail;
    return new SwitchboardError('expert_unavailable', sentence, { cause: thrown });
  }
  if (thrown.code === 'context_overflow') {
    return new SwitchboardError('context_length_exceeded', TOO_LONG_UNKNOWN[language], { cause: thrown });
  }
  const sentence = BY_CODE[thrown.code][language];
  const detail = {
    cause: thrown,
    ...(thrown.retryAfterMs !== null && { retryAfterMs: thrown.retryAfterMs }),
  };
  if (thrown.code === 'overloaded') return new SwitchboardError('expert_overloaded', sentence, detail);
  if (thrown.code === 'broken_stream') {
    return new SwitchboardError('answer_broke_off', kept ? sentence : BROKE_OFF[language], detail);
  }
  return new SwitchboardError('expert_unavailable', sentence, detail);
}

const TOO_LONG_UNKNOWN: Sentence = {
  en: 'This message is too long for the model. Shorten it or split it.',
  zh: '这条消息对模型来说太长了。请缩短或拆分。',
};

function tooLong({ tokens, room }: TooLongError, language: Language): SwitchboardError {
  const sentence = {
    en: `This is too long: with its instructions it has ${tokens} tokens; the model takes ${room} at most. Shorten it or split it.`,
    zh: `内容太长：连同说明共有 ${tokens} 个 token，模型最多能接受 ${room} 个。请缩短或拆分。`,
  }[language];
  return new SwitchboardError('context_length_exceeded', sentence, { param: 'text' });
}

export const EMPTY_MESSAGE: Sentence = {
  en: 'There is nothing to answer: the message is empty. Write a question.',
  zh: '消息是空的，没有可以回答的内容。请写下你的问题。',
};
