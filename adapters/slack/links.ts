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
  'pypi.org',
  'npmjs.com',
  'nodejs.org',
  'typescriptlang.org',
  'rust-lang.org',
  'docs.rs',
  'crates.io',
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
 * to name: by a preview without a click, or with one. Live are well-known hosts and bare front pages, which hold no
 * more than a short name; of all others the address is shown as code, so that people see what they open.
 */
export function mayLink(url: string): boolean {
  const parsed = URL.parse(url);
  if (parsed === null || parsed.username !== '' || parsed.password !== '') return false;
  if (parsed.protocol === 'mailto:') return parsed.search === '';
  if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') return false;
  return isWellKnown(parsed.hostname) || isFrontPage(parsed);
}

function isWellKnown(hostname: string): boolean {
  const labels = hostname.split('.');
  return WELL_KNOWN.has(hostname) || WELL_KNOWN.has(labels.slice(-2).join('.'));
}

function isFrontPage({ hash, hostname, pathname, search }: URL): boolean {
  if (pathname !== '/' || search !== '' || hash !== '') return false;
  const labels = hostname.split('.');
  return labels.length <= LABELS_MAX && labels.every((label) => label.length <= LABEL_MAX_CHARACTERS);
}
