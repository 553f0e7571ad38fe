/** The little of MathJax that is used here; the package has no types of its own. */
declare module 'mathjax' {
  export interface LiteElement {
    readonly kind: string;
    readonly attributes: Readonly<Record<string, unknown>>;
    readonly children: readonly LiteElement[];
  }
  export interface MathJaxApi {
    tex2svgPromise(
      latex: string,
      options: { display: boolean; em: number; ex: number; containerWidth: number },
    ): Promise<LiteElement>;
    readonly startup: {
      readonly adaptor: { serializeXML(node: LiteElement): string };
      /** A TeX reader with fresh definitions, labels and colours. */
      getInputJax(): unknown;
      /** A document that reads with `input`. */
      getDocument(): unknown;
      input: unknown;
      document: unknown;
    };
  }
  export function init(options: object): Promise<MathJaxApi>;
}
