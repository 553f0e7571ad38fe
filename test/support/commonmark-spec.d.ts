declare module 'commonmark-spec' {
  const commonmark: { readonly tests: readonly { readonly markdown: string; readonly section: string }[] };
  export default commonmark;
}
