import type { Language } from '../../../src/conversation/wording.ts';
import type { WebTurn } from '../protocol.ts';
import type { Entry } from './entry.ts';

export const EXPORT_FORMATS = ['markdown', 'json'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface Exported {
  readonly body: string;
  readonly type: string;
  /** As `content-disposition` wants it. */
  readonly disposition: string;
}

const KINDS = {
  markdown: { type: 'text/markdown; charset=utf-8', ending: 'md' },
  json: { type: 'application/json; charset=utf-8', ending: 'json' },
} as const satisfies Record<ExportFormat, { type: string; ending: string }>;

const NAME_MAX_CHARACTERS = 80;

/** A conversation as a file to keep: Markdown for people, JSON for programs with all that is known. */
export function exportConversation(
  format: ExportFormat,
  entry: Entry,
  turns: readonly WebTurn[],
  language: Language,
): Exported {
  const { ending, type } = KINDS[format];
  const body =
    format === 'json'
      ? `${JSON.stringify({ ...entry, turns }, null, 2)}\n`
      : toMarkdown(entry, turns, language);
  return { body, type, disposition: dispositionOf(entry.title, ending) };
}

function toMarkdown({ created, title }: Entry, turns: readonly WebTurn[], language: Language): string {
  const head = `# ${title.replace(/([\\`*_[\]<>#])/g, '\\$1')}\n\n${dateOf(created)}`;
  return `${[head, ...turns.map((turn) => section(turn, language))].join('\n\n---\n\n')}\n`;
}

/** The question as a quote, the answer as it is, and who gave it. */
function section(
  { attachments, continues, receipt, response, stopped, text }: WebTurn,
  language: Language,
): string {
  const files = attachments.map(({ name }) => `📎 ${name}`);
  const question = [text, ...files].filter(Boolean).join('\n');
  const quote = question
    .split('\n')
    .map((line) => `> ${line}`.trimEnd())
    .join('\n');
  const stop = { en: 'stopped', zh: '已停止' }[language];
  const by = [receipt.expert, receipt.model_used, dateOf(receipt.timestamp), ...(stopped ? [stop] : [])];
  return [...(continues === null ? [quote] : []), response.trim(), `*${by.join(' · ')}*`].join('\n\n');
}

/** @example dateOf('2026-01-09T10:00:00.000Z') // '2026-01-09 10:00 UTC' */
function dateOf(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`;
}

/** With the title as name: for all browsers (RFC 6266), and in ASCII for the rest. */
function dispositionOf(title: string, ending: string): string {
  const name = title
    .replace(/[\p{Cc}\\/:*?"<>|]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const short = [...name].slice(0, NAME_MAX_CHARACTERS).join('').replace(/^\.+/, '').trim() || 'conversation';
  const ascii = short.replace(/[^\x20-\x7e]+/g, '_').replace(/[%;]/g, '_');
  const encoded = encodeURIComponent(`${short}.${ending}`).replace(/['()*]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  });
  return `attachment; filename="${ascii}.${ending}"; filename*=UTF-8''${encoded}`;
}
