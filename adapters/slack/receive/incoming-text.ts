/** What Slack's entities in a message mean, as plain Markdown for a model. */

export interface Read {
  readonly text: string;
  /** Ids of the users who are named in it, as `@U…` in the text. */
  readonly mentions: readonly string[];
}

const ENTITY = /<([^<>\n]+)>/g;

/**
 * The words of a Slack message: entities resolved, escapes undone. Other people stay as `@U…` until their names are
 * known (`withNames`).
 *
 * @example readText('&lt;b&gt; <https://x.org|x> <@U2>') // { text: '<b> [x](https://x.org) @U2', mentions: ['U2'] }
 */
export function readText(raw: string): Read {
  const mentions = new Set<string>();
  const text = raw.replace(ENTITY, (whole, inside: string) => {
    const [target = '', label] = splitOnce(inside, '|');
    if (target.startsWith('@')) {
      const user = target.slice(1);
      if (!/^[UW][A-Z0-9]+$/.test(user)) return whole;
      mentions.add(user);
      return `@${user}`;
    }
    if (target.startsWith('#')) return `#${label || target.slice(1)}`;
    if (target.startsWith('!')) return special(target.slice(1), label);
    // What somebody wrote in brackets themselves, in a text that Slack has not escaped.
    if (!/^[a-z][a-z\d+.-]*:/i.test(target)) return whole;
    const url = target.replace(/^mailto:/, '');
    if (label === undefined || label === '' || target.endsWith(label)) return url;
    return `[${label}](${target})`;
  });
  return { text: unescaped(text), mentions: [...mentions] };
}

/** Puts names where `@U…` stands. A name of nobody known stays an id. */
export function withNames(text: string, names: ReadonlyMap<string, string>): string {
  return text.replace(/@([UW][A-Z0-9]+)\b/g, (whole, id: string) => {
    const name = names.get(id);
    return name === undefined ? whole : `@${name}`;
  });
}

/** Whether the raw text names this user. */
export function namesUser(raw: string, user: string): boolean {
  return new RegExp(`<@${user}(?:\\|[^>]*)?>`).test(raw);
}

/** Whether the raw text begins by speaking to somebody else. */
export function speaksToOther(raw: string, self: string): boolean {
  const [, user] = /^\s*<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/.exec(raw) ?? [];
  return user !== undefined && user !== self;
}

/** Takes the bot's name away where it only calls the bot, and writes it out where it is part of a sentence. */
export function withoutCall(raw: string, self: { readonly user: string; readonly name: string }): string {
  const token = `<@${self.user}(?:\\|[^>]*)?>`;
  return raw
    .replace(new RegExp(`^\\s*(?:${token}[\\s,:，：]*)+`), '')
    .replace(new RegExp(`(?:\\s*${token})+\\s*$`), '')
    .replace(new RegExp(token, 'g'), `@${self.name}`);
}

/** `<!here>`, `<!subteam^S1|@team>`, `<!date^…|fallback>` */
function special(command: string, label: string | undefined): string {
  if (label !== undefined && label !== '') return label;
  const [name = ''] = command.split('^');
  return `@${name}`;
}

function splitOnce(text: string, at: string): [string, string | undefined] {
  const index = text.indexOf(at);
  return index < 0 ? [text, undefined] : [text.slice(0, index), text.slice(index + 1)];
}

function unescaped(text: string): string {
  // The ampersand last: `&amp;lt;` is what somebody wrote as `&lt;`.
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
