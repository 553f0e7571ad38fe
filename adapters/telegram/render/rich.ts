import type { Dialect } from '../../../src/rendering/dialect.ts';
import { mayLink } from '../../../src/rendering/may-link.ts';
import { standardMarkdown } from '../../../src/rendering/standard-markdown.ts';

const standard = standardMarkdown({ mayLink, images: 'link', math: 'dollars' });

/**
 * Telegram's rich Markdown is GFM, with formulas in dollars, in which raw HTML takes effect: a model's words could be
 * buttons and mentions. A reference is a `<` in every reading of it, where a backslash might be read too late. `==` and
 * `||` mark and hide text there.
 */
function disarmed(markdown: string): string {
  return markdown
    .replace(/\\?</g, '&lt;')
    .replace(/=(?==)/g, '\\=')
    .replace(/\|(?=\|)/g, '\\|');
}

/** In a formula both can be written in LaTeX's own words. */
function formula(latex: string): string {
  return latex.replaceAll('<', '\\lt ').replaceAll('>', '\\gt ');
}

/** What a rich message reads. Code is left as it is: there nothing has an effect. */
export const richDialect: Dialect = {
  ...standard,
  text: (value) => disarmed(standard.text(value)),
  inlineMath: (latex) => standard.inlineMath(formula(latex)),
  math: (latex) => standard.math(formula(latex)),
  // `<https://…>` would be a tag.
  link: (link) => withoutAngles(standard.link(link), link.url, link.inner),
  image: (image) => withoutAngles(standard.image(image), image.url, disarmed(standard.text(image.alt))),
  footnoteReference: (label) => disarmed(standard.footnoteReference(label)),
  code: ({ lang, value }) =>
    // Under this name it would be a formula.
    standard.code({ lang: lang?.toLowerCase() === 'math' ? 'latex' : lang, value }),
};

function withoutAngles(markdown: string, url: string, inner: string): string {
  return markdown.startsWith('<') ? `[${inner}](${url.replace(/[()<>\s]/g, encodeURIComponent)})` : markdown;
}
