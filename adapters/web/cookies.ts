import type { FastifyReply } from 'fastify';

/** The value of a cookie in a request's header; null when it is not of this form. */
export function readCookie(header: string | undefined, name: string, form: RegExp): string | null {
  const value = (header ?? '')
    .split(';')
    .map((pair) => pair.trim().split('='))
    .find(([key]) => key === name)?.[1];
  return value !== undefined && form.test(value) ? value : null;
}

export interface CookieRules {
  /** 0 takes it away. */
  readonly maxAgeSeconds: number;
  readonly sameSite: 'Lax' | 'Strict';
  /** Only over https. */
  readonly secure: boolean;
}

/** Sets a cookie that no script can read; others that were set stay. */
export function setCookie(
  reply: FastifyReply,
  name: string,
  value: string,
  { maxAgeSeconds, sameSite, secure }: CookieRules,
): void {
  const rules = `Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=${sameSite}${secure ? '; Secure' : ''}`;
  reply.header('set-cookie', `${name}=${value}; ${rules}`);
}
