/**
 * The TeX packages that may be used. Left out on purpose: `require` and `autoload` (load code), `html` and `bbox`
 * (links, styles), `action`, `setoptions`, `physics` (redefines what plain TeX means).
 */
const PACKAGES = [
  'ams',
  'amscd',
  'boldsymbol',
  'braket',
  'cancel',
  'cases',
  'centernot',
  'color',
  'configmacros',
  'enclose',
  'extpfeil',
  'gensymb',
  'mathtools',
  'mhchem',
  'newcommand',
  'textcomp',
  'textmacros',
  'units',
  'upgreek',
] as const;

/** TeX's usual macro limits are for books; no formula that a model writes comes near these. */
const MAX_MACROS = 1_000;
const MAX_BUFFER_BYTES = 20 * 1024;

/** Longer formulas are broken into lines at this width, in em: about what a chat shows without shrinking it. */
export const LINE_WIDTH_EM = 42;

/**
 * Arrows of chemistry from the ordinary font: mhchem's own are glyphs of a font package that is not installed,
 * and would be empty boxes.
 */
const CHEMISTRY_ARROWS = {
  mhchemlongrightarrow: '\\longrightarrow',
  mhchemlongleftarrow: '\\longleftarrow',
  mhchemlongleftrightarrow: '\\longleftrightarrow',
  mhchemlongleftrightarrows: '\\leftrightarrows',
  mhchemlongrightleftharpoons: '\\rightleftharpoons',
  mhchemlongRightleftharpoons: '\\rightleftharpoons',
  mhchemlongLeftrightharpoons: '\\rightleftharpoons',
  mhchemrightarrow: '\\rightarrow',
  mhchemleftarrow: '\\leftarrow',
  mhchemleftrightarrow: '\\leftrightarrow',
  mhchemxrightarrow: ['\\xrightarrow[#1]{#2}', 2, ''],
  mhchemxleftarrow: ['\\xleftarrow[#1]{#2}', 2, ''],
  mhchemxleftrightarrow: ['\\xleftrightarrow[#1]{#2}', 2, ''],
  mhchemxleftrightarrows: ['\\xleftrightarrow[#1]{#2}', 2, ''],
  mhchemxrightleftharpoons: ['\\xrightleftharpoons[#1]{#2}', 2, ''],
  mhchemxRightleftharpoons: ['\\xrightleftharpoons[#1]{#2}', 2, ''],
  mhchemxLeftrightharpoons: ['\\xrightleftharpoons[#1]{#2}', 2, ''],
};

/** An empty module in place of mhchem's font package, which is not installed. */
const ABSENT = /mhchem-font-extension/;

/** MathJax's configuration: everything from the installed package, nothing from anywhere else. */
export const TEX_SETTINGS = {
  loader: {
    load: ['input/tex-base', 'output/svg', 'adaptors/liteDOM', ...PACKAGES.map((name) => `[tex]/${name}`)],
    require: (file: string) => (ABSENT.test(file) ? Promise.resolve({}) : import(file)),
    versionWarnings: false,
  },
  tex: {
    packages: ['base', ...PACKAGES],
    macros: CHEMISTRY_ARROWS,
    maxMacros: MAX_MACROS,
    maxBuffer: MAX_BUFFER_BYTES,
    // A formula with a mistake is shown as its source, not as a picture of an error message.
    formatError: (_jax: unknown, error: unknown) => {
      throw error;
    },
  },
  output: { displayOverflow: 'linebreak', linebreaks: { inline: false } },
  svg: { fontCache: 'none' },
  startup: { typeset: false },
};
