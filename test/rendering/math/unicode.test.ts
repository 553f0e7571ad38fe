import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unicodeMath } from '../../../src/rendering/math/unicode.ts';

const READS_WELL: readonly (readonly [latex: string, text: string])[] = [
  ['x_1^2 \\le \\frac{1}{2}', 'x₁² ≤ 1/2'],
  ['a^2 + b^2 = c^2', 'a² + b² = c²'],
  ['x=-b', 'x = −b'],
  ['x=\\frac{-b\\pm\\sqrt{b^2-4ac}}{2a}', 'x = (−b ± √(b² − 4ac))/(2a)'],
  ['\\frac12x', '(1/2)x'],
  ['\\frac{dy}{dx}', 'dy/dx'],
  ['\\frac{n(n+1)}{2}', 'n(n + 1)/2'],
  ['\\left(\\frac{a}{b}\\right)^2', '(a/b)²'],
  ['\\sqrt[3]{8} = 2', '∛8 = 2'],
  ['\\sum_{i=1}^{n} x_i', '∑ᵢ₌₁ⁿ xᵢ'],
  ['\\int_0^1 f(x)\\,dx', '∫₀¹ f(x) dx'],
  ['\\lim_{x \\to 0} \\frac{\\sin x}{x} = 1', 'lim_(x→0) (sin x)/x = 1'],
  ['\\sin^2\\theta', 'sin² θ'],
  ['O(n \\log n)', 'O(n log n)'],
  ['x \\in \\mathbb{R}^n', 'x ∈ ℝⁿ'],
  ['f: A \\to B', 'f: A → B'],
  ['\\left\\{ x : x > 0 \\right\\}', '{x : x > 0}'],
  ['v_{\\text{max}} = 5\\,\\text{m/s}', 'vₘₐₓ = 5 m/s'],
  ['v_{avg}t', 'v_avg t'],
  ['e^{i\\pi}', 'e^(iπ)'],
  ['1{,}000{,}000', '1,000,000'],
  ["f''(x)", 'f″(x)'],
  ['90^\\circ', '90°'],
  ['\\vec{v} \\ne \\hat x', 'v⃗ ≠ x̂'],
  ['\\boxed{42}', '42'],
  ['a \\equiv b \\pmod{n}', 'a ≡ b (mod n)'],
  ['x \\not\\in S', 'x ∉ S'],
  ['\\mathcal{L}(\\theta)', 'ℒ(θ)'],
  ['50\\%', '50%'],
  ['\\text{速度} = 5', '速度 = 5'],
  ['x\\text{ if }y', 'x if y'],
  ['\\ce{2H2 + O2 -> 2H2O}', '2H₂ + O₂ → 2H₂O'],
  ['\\ce{SO4^{2-}}', 'SO₄²⁻'],
  ['{}^{14}\\mathrm{C}', '¹⁴C'],
];

describe('unicodeMath', () => {
  it.each(READS_WELL)('writes %s as %s', (latex, text) => {
    expect(unicodeMath(latex)).toBe(text);
  });

  it.each([
    '2\\frac{1}{2}',
    '\\frac{1}{\\frac{1}{2}}',
    '\\begin{pmatrix} a & b \\end{pmatrix}',
    '\\binom{n}{k}',
    'a \\\\ b',
    'x & y',
    '\\sqrt[n]{x}',
    'x^{a^b_c}',
    '\\href{http://example.com}{x}',
    '\\includegraphics{x}',
    '\\require{cancel}',
    '\\def\\a{\\a}\\a',
    '\\unknown',
    '\\constructor',
    '\\ce{constructor}',
    '\\sqrt[constructor]{x}',
    '{a',
    'a}',
    'x^',
    'x^2^3',
    '\\frac{1}',
    '\\',
    '',
    '   ',
  ])('leaves %j to a picture or the source', (latex) => {
    expect(unicodeMath(latex)).toBeNull();
  });

  it('leaves long and deep input alone, whatever its size', () => {
    expect(unicodeMath('x'.repeat(100_000))).toBeNull();
    expect(unicodeMath(`${'{'.repeat(100)}x${'}'.repeat(100)}`)).toBeNull();
  });

  it('never throws, and never shows a command or a group that it did not read', () => {
    const piece = fc.constantFrom(
      ..."\\frac \\sqrt \\text \\left \\right \\{ \\} ^ _ { } [ ] ( ) x 1 + = , . ' & \\\\ \\ce{ \\mathbb \\hat \\not \\pmod : ~ $ \\, \\sum 中".split(
        ' ',
      ),
    );
    const latex = fc.oneof(
      fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join('')),
      fc.string({ unit: 'binary', maxLength: 30 }),
    );
    fc.assert(
      fc.property(latex, (source) => {
        const text = unicodeMath(source);
        expect(text ?? '').not.toContain('\\');
      }),
      { numRuns: 2_000 },
    );
  });

  it('keeps letters and digits in their order', () => {
    const token = fc.constantFrom('a', 'b', 'x', '1', '23', '+', '-', '=', '(', ')', ' ');
    fc.assert(
      fc.property(fc.array(token, { minLength: 1, maxLength: 20 }), (tokens) => {
        const text = unicodeMath(tokens.join(''));
        if (text === null) return;
        expect(text.replaceAll(/[^a-z0-9]/g, '')).toBe(tokens.join('').replaceAll(/[^a-z0-9]/g, ''));
      }),
    );
  });
});
