import type { FastifyRequest } from 'fastify';
import type { Language } from '../../../src/conversation/wording.ts';

/** The language that a person is told things in: the one that the call names, else the browser's. */
export function languageOfRequest({ body, headers, query }: FastifyRequest): Language {
  const named = pageLanguage(body) ?? pageLanguage(query);
  return named ?? (/^zh\b/i.test(headers['accept-language'] ?? '') ? 'zh' : 'en');
}

/** Null for any other: in settings, `language` is that of the answers. */
function pageLanguage(fields: unknown): Language | null {
  if (typeof fields !== 'object' || fields === null || !('language' in fields)) return null;
  return fields.language === 'en' || fields.language === 'zh' ? fields.language : null;
}
