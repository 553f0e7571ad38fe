import { Telegram } from 'telegraf';
import { TIMEOUTS } from '../limits.ts';
import { toSendError } from './send-errors.ts';

/** Fields of a call; what is undefined is left out. */
export type Fields = Readonly<Record<string, unknown>>;

/** The Bot API by the names of its methods. */
export interface Api {
  /**
   * One call, never repeated. With bytes in it (`upload`) it goes as multipart.
   *
   * @throws SendError
   */
  call(method: string, fields: Fields, signal?: AbortSignal): Promise<unknown>;
  /** The same with a time limit of its own; for what no answer waits for. */
  callSoon(method: string, fields: Fields): Promise<unknown>;
}

export interface Upload {
  readonly source: Buffer;
  readonly filename: string;
}

/** What `callApi` is once its list of methods is put aside: the library knows Bot API 7.1, Telegram is at 10.3. */
type AnyCall = (method: string, fields: object, options: { signal?: AbortSignal }) => Promise<unknown>;

/**
 * Calls over telegraf's client.
 *
 * - It repeats nothing, and neither is anything repeated here: who sends knows whether it may be sent again.
 * - In a multipart body telegraf drops plain objects other than `reply_markup` without a word, so that they are written
 *   as JSON strings.
 * - `webhookReply` is off: a call in the response of a webhook has no result and cannot fail.
 */
export function createApi(client: Telegram): Api {
  const send = client.callApi.bind(client) as unknown as AnyCall;
  const api: Api = {
    async call(method, fields, signal) {
      try {
        signal?.throwIfAborted();
        const ready = hasUpload(fields) ? asStrings(fields) : fields;
        return await send(method, { ...ready }, signal === undefined ? {} : { signal });
      } catch (error) {
        throw toSendError(error, method);
      }
    },
    callSoon: (method, fields) => api.call(method, fields, AbortSignal.timeout(TIMEOUTS.call)),
  };
  return api;
}

/** @param root TELEGRAM_API_ROOT; a path in it counts only with a slash at its end */
export function createClient(token: string, root: string | null): Telegram {
  const apiRoot = root === null ? {} : { apiRoot: `${root.replace(/\/+$/, '')}/` };
  return new Telegram(token, { ...apiRoot, webhookReply: false });
}

function isUpload(value: unknown): value is Upload {
  return typeof value === 'object' && value !== null && 'source' in value;
}

function hasUpload(fields: Fields): boolean {
  return Object.values(fields).some(isUpload);
}

function asStrings(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([name, value]) => [
        name,
        typeof value === 'object' && !isUpload(value) ? JSON.stringify(value) : value,
      ]),
  );
}
