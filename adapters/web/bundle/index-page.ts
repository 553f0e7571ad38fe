/** Styles that stand side by side in the page's head; they become one file. */
const STYLES = /<link rel="stylesheet" href="(?<path>[\w./-]+\.css)"\s*\/?>\s*/g;
const MAIN = /src="main\.[jt]s"/;

/** The styles that a page's HTML names, in their order, as paths in its folder. */
export function stylesOf(html: string): string[] {
  return [...html.matchAll(STYLES)].flatMap((match) => match.groups?.path ?? []);
}

/**
 * The HTML with its sources' names replaced by what is served: one file of styles, and the bundle of `main.ts`.
 *
 * @param styles URL of all styles as one file
 * @param main URL of the bundle
 */
export function linkIndex(html: string, { styles, main }: { styles: string; main: string }): string {
  let linked = false;
  const once = html.replace(STYLES, (link) => {
    if (linked) return '';
    linked = true;
    return link.replace(/href="[^"]+"/, () => `href="${styles}"`);
  });
  return once.replace(MAIN, () => `src="${main}"`);
}
