import { ExpertError, type ExpertErrorCode, TooLongError } from '../../experts/errors.ts';
import { errorFor, type Language } from '../wording.ts';

/** A step's model ended without a word. */
export class NothingWritten extends ExpertError {
  constructor(model: string) {
    super('server_error', model, 'wrote nothing');
  }
}

type Reason = Readonly<Record<Language, string>>;

const EMPTY: Reason = { en: 'its model wrote nothing', zh: '模型什么也没写' };
const TOO_LONG: Reason = { en: 'it is too long for its model', zh: '内容对模型来说太长' };
const FAILED: Reason = { en: 'its model failed', zh: '模型出错' };
const BY_CODE: Partial<Readonly<Record<ExpertErrorCode, Reason>>> = {
  unreachable: { en: 'its model can’t be reached at the moment', zh: '暂时连接不上模型' },
  timeout: { en: 'its model did not answer in time', zh: '模型没有及时回答' },
  overloaded: { en: 'all its models are busy', zh: '模型现在都在忙' },
  context_overflow: TOO_LONG,
  model_not_found: { en: 'its model is not being served', zh: '应有的模型没有在运行' },
  unauthorized: { en: 'its model’s server refused our key', zh: '模型服务器拒绝了密钥' },
  refused: { en: 'its model’s server refused the request', zh: '模型服务器拒绝了请求' },
  server_error: FAILED,
  broken_stream: { en: 'its model broke off', zh: '模型中断了' },
};

/**
 * Why a step could not be done, for the person and for the model that puts the rest together. Shorter than what a turn
 * that failed says: this message gets its answer all the same.
 */
export function whyStepFailed(error: unknown, language: Language): string {
  if (error instanceof NothingWritten) return EMPTY[language];
  if (error instanceof TooLongError) return TOO_LONG[language];
  const known = error instanceof ExpertError ? BY_CODE[error.code] : undefined;
  return known?.[language] ?? errorFor(error, language).message;
}
