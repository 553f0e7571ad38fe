import { type Call, isObject } from '../call.ts';
import { malformed, unavailable } from '../errors.ts';
import type { Entity, Parsed } from '../formatting/parsed.ts';
import { parseRich } from '../formatting/rich.ts';
import { parseText } from '../formatting/text.ts';
import { TELEGRAM_TAKES } from '../limits.ts';
import { type Content, EMPTY, type TelegramFile } from '../world.ts';
import type { MethodDeps } from './method.ts';
import { keyboardOf } from './place.ts';

/** The text content of a call. */
export function textContent(deps: MethodDeps, call: Call, { editing = false } = {}): Content {
  const { text, parse_mode: mode, link_preview_options: preview } = call.args;
  const tooLong = editing ? 'MESSAGE_TOO_LONG' : 'message is too long';
  const parsed = parseText(String(text ?? ''), mode, { entities: entities(call, 'entities'), tooLong });
  const disabled = isObject(preview) && preview.is_disabled === true;
  if (!disabled)
    for (const url of parsed.links.filter(carriesData)) deps.note(call, `shows a preview of ${url}`);
  return { ...EMPTY, ...seen(deps, call, parsed), kind: 'text', keyboard: keyboardOf(call) };
}

/** The rich content of a call. */
export function richContent(deps: MethodDeps, call: Call, draft = false): Content {
  const rich = call.args.rich_message;
  if (!isObject(rich)) throw malformed('rich message is empty');
  const parsed = parseRich(rich, draft);
  const source = JSON.stringify(rich);
  const keyboard = draft ? [] : keyboardOf(call);
  return { ...EMPTY, ...seen(deps, call, parsed), kind: 'rich', inside: parsed.buttons, keyboard, source };
}

/** The file content of a call, whose file is the field of this name. */
export function fileContent(deps: MethodDeps, call: Call, field: 'photo' | 'document'): Content {
  const { caption, parse_mode: mode } = call.args;
  const options = { entities: entities(call, 'caption_entities'), max: TELEGRAM_TAKES.caption, empty: true };
  const parsed = parseText(String(caption ?? ''), mode, {
    ...options,
    tooLong: 'message caption is too long',
  });
  const file = fileOf(deps, call, String(call.args[field] ?? ''), field === 'photo');
  return { ...EMPTY, ...seen(deps, call, parsed), kind: 'file', file, keyboard: keyboardOf(call) };
}

/** A file by its id, or one that came along. */
export function fileOf({ world, note }: MethodDeps, call: Call, value: string, photo: boolean): TelegramFile {
  const upload = call.uploads.get(value.replace(/^attach:\/\//, ''));
  if (upload !== undefined) {
    const max = photo ? TELEGRAM_TAKES.photoBytes : TELEGRAM_TAKES.uploadBytes;
    if (upload.content.length === 0) throw malformed('file must be non-empty');
    if (upload.content.length > max) throw malformed('file is too big');
    return world.addFile({
      name: upload.name,
      mime: mimeOf(upload.name, upload.mime),
      content: upload.content,
      photo,
    });
  }
  const known = world.files.get(value);
  if (known !== undefined) return known;
  if (/^https?:/.test(value)) note(call, `lets Telegram fetch ${value}`);
  throw unavailable('wrong file identifier/HTTP URL specified');
}

/** Telegram tells a file by its name, whatever the form says. */
function mimeOf(name: string, given: string): string {
  const kinds: Readonly<Record<string, string>> = {
    png: 'image/png',
    jpg: 'image/jpeg',
    jpeg: 'image/jpeg',
    txt: 'text/plain',
    md: 'text/markdown',
  };
  return (
    kinds[/\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? ''] ??
    (given === '' ? 'application/octet-stream' : given)
  );
}

function seen(
  { note }: MethodDeps,
  call: Call,
  parsed: Parsed,
): Pick<Content, 'text' | 'entities' | 'source'> {
  for (const doubt of parsed.doubts) note(call, doubt);
  for (const url of parsed.fetched) note(call, `lets Telegram fetch ${url}`);
  for (const url of parsed.links.filter((link) => link.startsWith('tg://user')))
    note(call, `calls somebody by ${url}`);
  return {
    text: parsed.text,
    entities: parsed.entities,
    source: JSON.stringify([parsed.text, parsed.entities]),
  };
}

const entities = ({ args }: Call, name: string): readonly Entity[] =>
  Array.isArray(args[name]) ? (args[name] as Entity[]) : [];

/** Whether the request for a preview would carry along what a model put into the link. */
function carriesData(link: string): boolean {
  if (!URL.canParse(link)) return false;
  const { protocol, search, username, pathname, hash } = new URL(link);
  return /^https?:$/.test(protocol) && (search !== '' || username !== '' || (pathname + hash).length > 200);
}
