/**
 * Hosts whose pages people are sent to all the time, and whose logs nobody reads who could have made a model write the
 * link. Their subdomains count, too.
 */
const WELL_KNOWN = new Set([
  'wikipedia.org',
  'wiktionary.org',
  'github.com',
  'gitlab.com',
  'stackoverflow.com',
  'stackexchange.com',
  'mozilla.org',
  'python.org',
  'nodejs.org',
  'typescriptlang.org',
  'rust-lang.org',
  'docs.rs',
  'go.dev',
  'oracle.com',
  'microsoft.com',
  'kubernetes.io',
  'docker.com',
  'postgresql.org',
  'sqlite.org',
  'redis.io',
  'arxiv.org',
  'w3.org',
  'ietf.org',
  'rfc-editor.org',
  'numpy.org',
  'pytorch.org',
]);
const LABEL_MAX_CHARACTERS = 24;
const LABELS_MAX = 3;

/**
 * Whether a model's link may be live in a final form. A link can carry what the model has read to whoever it was made
 * to name: by a preview without a click, or with one. Live are pages of well-known hosts, without a query, and bare
 * front pages, which hold no more than a short name; of all others the address is shown as code, so that people see
 * what they open. Slack makes previews when a message is posted, which we forbid there, and not of links that an edit
 * brings (tried live by NousResearch/hermes-agent#97957); Telegram's rich messages have no way to forbid them.
 */
export function mayLink(url: string): boolean {
  const parsed = URL.parse(url);
  if (parsed === null || parsed.username !== '' || parsed.password !== '') return false;
  if (parsed.protocol === 'mailto:') return parsed.search === '';
  if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') return false;
  if (parsed.search !== '') return false;
  return isWellKnown(parsed.hostname) || isFrontPage(parsed);
}

function isWellKnown(hostname: string): boolean {
  const labels = hostname.split('.');
  return WELL_KNOWN.has(hostname) || WELL_KNOWN.has(labels.slice(-2).join('.'));
}

function isFrontPage({ hash, hostname, pathname }: URL): boolean {
  if (pathname !== '/' || hash !== '') return false;
  const labels = hostname.split('.');
  return labels.length <= LABELS_MAX && labels.every((label) => label.length <= LABEL_MAX_CHARACTERS);
}
