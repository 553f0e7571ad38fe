/** What is wrong with a text that is to be XML, and in which line, from 1. `name` is the element's or the reference's. */
export interface XmlProblem {
  readonly kind:
    | 'no-root'
    | 'second-root'
    | 'text-outside'
    | 'not-closed'
    | 'wrong-close'
    | 'bad-tag'
    | 'bad-attribute'
    | 'attribute-twice'
    | 'bad-ampersand'
    | 'bad-comment';
  readonly line: number;
  readonly name: string | null;
}

const NAME = '[\\p{L}_:][\\p{L}\\p{M}\\p{N}_:.\\u00B7-]*';
const TAG = new RegExp(`^<(?<close>/?)(?<name>${NAME})(?<inside>(?:"[^"]*"|'[^']*'|[^"'<>])*)>`, 'u');
const ATTRIBUTE = new RegExp(`\\s+(?<name>${NAME})\\s*=\\s*(?:"(?<one>[^"]*)"|'(?<two>[^']*)')`, 'uy');
const REFERENCE = new RegExp(`^&(?:#\\d+|#x[\\da-fA-F]+|(?<name>${NAME}));`, 'u');
const PREDEFINED = new Set(['amp', 'lt', 'gt', 'quot', 'apos']);
/** What holds no elements: from its beginning to its end. */
const OPAQUE = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
] as const;
const DOCTYPE = /^<!DOCTYPE[^<>[\]]*(?:\[[^\]]*\][^<>[\]]*)?>/;

/**
 * The first thing that keeps a text from being well-formed XML 1.0: elements, attributes, references, comments. Nothing
 * is expanded or fetched; names that a DOCTYPE may define are taken as they are. Linear; null when all is in order.
 */
export function xmlProblem(text: string): XmlProblem | null {
  const open: string[] = [];
  let hasRoot = false;
  let defines = false;
  for (let at = text.startsWith('\uFEFF') ? 1 : 0; at < text.length; ) {
    const problem = (kind: XmlProblem['kind'], name: string | null = null): XmlProblem => ({
      kind,
      line: text.slice(0, at).split('\n').length,
      name,
    });
    const rest = text.slice(at, at + REACH);
    if (!rest.startsWith('<')) {
      const end = nextOf(text, at, '<');
      const words = text.slice(at, end);
      if (open.length === 0 && words.trim() !== '') return problem('text-outside');
      const reference = badReference(words, defines);
      if (reference !== null) return problem('bad-ampersand', reference);
      at = end;
      continue;
    }
    const opaque = OPAQUE.find(([begin]) => rest.startsWith(begin));
    if (opaque !== undefined) {
      const end = text.indexOf(opaque[1], at + opaque[0].length);
      if (end < 0 || (opaque[0] === '<![CDATA[' && open.length === 0)) return problem('bad-comment');
      at = end + opaque[1].length;
      continue;
    }
    const doctype = hasRoot ? undefined : DOCTYPE.exec(rest)?.[0];
    if (doctype !== undefined) {
      defines = true;
      at += doctype.length;
      continue;
    }
    const { close = '', inside = '', name = '' } = TAG.exec(rest)?.groups ?? {};
    if (name === '') return problem('bad-tag');
    if (close === '/') {
      const last = open.pop();
      if (last !== name || inside.trim() !== '') return problem('wrong-close', name);
    } else {
      if (open.length === 0 && hasRoot) return problem('second-root', name);
      const wrong = badAttribute(inside.replace(/\/$/, ''), defines);
      if (wrong !== null) return problem(wrong.kind, wrong.name);
      hasRoot = true;
      if (!inside.endsWith('/')) open.push(name);
    }
    at += `<${close}${name}${inside}>`.length;
  }
  const line = text.trimEnd().split('\n').length;
  const unclosed = open.at(-1);
  if (unclosed !== undefined) return { kind: 'not-closed', line, name: unclosed };
  return hasRoot ? null : { kind: 'no-root', line, name: null };
}

/** No tag that people write is longer; without a bound each would cost a look at all the rest. */
const REACH = 20_000;

function nextOf(text: string, from: number, what: string): number {
  const found = text.indexOf(what, from);
  return found < 0 ? text.length : found;
}

/** The first `&` that is no reference, with the name that nobody defines; null when there is none. */
function badReference(words: string, defines: boolean): string | null {
  for (let at = words.indexOf('&'); at >= 0; at = words.indexOf('&', at + 1)) {
    const found = REFERENCE.exec(words.slice(at, at + 100));
    const name = found?.groups?.name;
    if (found === null) return '&';
    if (name !== undefined && !defines && !PREDEFINED.has(name)) return `&${name};`;
  }
  return null;
}

function badAttribute(inside: string, defines: boolean): Pick<XmlProblem, 'kind' | 'name'> | null {
  const seen = new Set<string>();
  let at = 0;
  while (inside.slice(at).trim() !== '') {
    ATTRIBUTE.lastIndex = at;
    const { name = '', one, two } = ATTRIBUTE.exec(inside)?.groups ?? {};
    if (name === '') return { kind: 'bad-attribute', name: null };
    if (seen.has(name)) return { kind: 'attribute-twice', name };
    const value = one ?? two ?? '';
    const reference = badReference(value, defines);
    if (reference !== null) return { kind: 'bad-ampersand', name: reference };
    if (value.includes('<')) return { kind: 'bad-attribute', name };
    seen.add(name);
    at = ATTRIBUTE.lastIndex;
  }
  return null;
}
