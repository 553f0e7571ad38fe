/** LaTeX commands with one Unicode character, by how TeX spaces them. https://ctan.org/pkg/comprehensive */

const pairs = (list: string): [string, string][] =>
  list
    .trim()
    .split(/\s+/)
    .map((entry) => {
      const at = entry.indexOf(':');
      return [entry.slice(0, at), entry.slice(at + 1)];
    });

/** Letters and signs that stand like letters. */
export const LETTERS: ReadonlyMap<string, string> = new Map(
  pairs(`alpha:α beta:β gamma:γ delta:δ epsilon:ϵ varepsilon:ε zeta:ζ eta:η theta:θ vartheta:ϑ iota:ι kappa:κ
    lambda:λ mu:μ nu:ν xi:ξ omicron:ο pi:π varpi:ϖ rho:ρ varrho:ϱ sigma:σ varsigma:ς tau:τ upsilon:υ phi:φ
    varphi:φ chi:χ psi:ψ omega:ω Gamma:Γ Delta:Δ Theta:Θ Lambda:Λ Xi:Ξ Pi:Π Sigma:Σ Upsilon:Υ Phi:Φ Psi:Ψ Omega:Ω
    infty:∞ partial:∂ nabla:∇ forall:∀ exists:∃ nexists:∄ emptyset:∅ varnothing:∅ hbar:ℏ ell:ℓ Re:ℜ Im:ℑ
    aleph:ℵ wp:℘ angle:∠ triangle:△ square:□ blacksquare:■ degree:° circ:∘ bullet:• star:⋆ ast:∗ dagger:† ddagger:‡
    prime:′ top:⊤ bot:⊥ neg:¬ lnot:¬ ldots:… dots:… dotsc:… dotsb:… cdots:⋯ vdots:⋮ checkmark:✓ surd:√
    sum:∑ prod:∏ coprod:∐ int:∫ iint:∬ iiint:∭ oint:∮ bigcup:⋃ bigcap:⋂ bigoplus:⨁ bigotimes:⨂
    lbrace:{ rbrace:} langle:⟨ rangle:⟩ lfloor:⌊ rfloor:⌋ lceil:⌈ rceil:⌉ lvert:| rvert:| vert:| lVert:‖ rVert:‖
    Vert:‖ backslash:∖ imath:ı jmath:ȷ pounds:£ euro:€ copyright:© S:§ dag:† ddag:‡ diamondsuit:♦ heartsuit:♥
    clubsuit:♣ spadesuit:♠ flat:♭ sharp:♯ natural:♮ therefore:∴ because:∵`),
);

/** Operators between two values: spaces around them, none after an opening bracket. */
export const OPERATORS: ReadonlyMap<string, string> = new Map(
  pairs(`pm:± mp:∓ times:× div:÷ cdot:· cap:∩ cup:∪ setminus:∖ wedge:∧ land:∧ vee:∨ lor:∨ oplus:⊕ ominus:⊖
    otimes:⊗ odot:⊙ uplus:⊎ sqcup:⊔ sqcap:⊓ amalg:⨿ bmod:mod`),
);

/** Relations and arrows: always spaces around them. */
export const RELATIONS: ReadonlyMap<string, string> = new Map(
  pairs(`le:≤ leq:≤ leqslant:⩽ ge:≥ geq:≥ geqslant:⩾ ne:≠ neq:≠ lt:< gt:> ll:≪ gg:≫ approx:≈ sim:∼ simeq:≃ cong:≅
    equiv:≡ propto:∝ doteq:≐ coloneqq:≔ triangleq:≜ prec:≺ succ:≻ preceq:⪯ succeq:⪰ in:∈ notin:∉ ni:∋ subset:⊂
    subseteq:⊆ subsetneq:⊊ supset:⊃ supseteq:⊇ supsetneq:⊋ perp:⊥ parallel:∥ mid:| nmid:∤ vdash:⊢ models:⊨ asymp:≍
    to:→ rightarrow:→ gets:← leftarrow:← leftrightarrow:↔ Rightarrow:⇒ Leftarrow:⇐ Leftrightarrow:⇔ implies:⟹
    impliedby:⟸ iff:⟺ mapsto:↦ longrightarrow:⟶ longleftarrow:⟵ longleftrightarrow:⟷ Longrightarrow:⟹
    Longleftarrow:⟸ Longleftrightarrow:⟺ longmapsto:⟼ uparrow:↑ downarrow:↓ updownarrow:↕ nearrow:↗ searrow:↘
    hookrightarrow:↪ rightharpoonup:⇀ rightleftharpoons:⇌ rightsquigarrow:⇝ leadsto:⇝ nleq:≰ ngeq:≱`),
);

/** What `\not` makes of the relation behind it. */
export const NEGATED: ReadonlyMap<string, string> = new Map(
  pairs('=:≠ ∈:∉ ∋:∌ ⊂:⊄ ⊃:⊅ ⊆:⊈ ⊇:⊉ ≡:≢ ≈:≉ ∼:≁ ≅:≇ ≤:≰ ≥:≱ <:≮ >:≯ ∥:∦ ∃:∄'),
);

/** Names of functions, written upright with a space before what they are applied to. */
export const FUNCTIONS: ReadonlySet<string> = new Set(
  `sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh coth log ln lg exp lim limsup liminf max min sup inf
  det dim ker deg gcd lcm arg hom Pr`.split(/\s+/),
);

/** Accents as combining characters; they go on a single letter only. */
export const ACCENTS: ReadonlyMap<string, string> = new Map([
  ['hat', '\u0302'],
  ['widehat', '\u0302'],
  ['tilde', '\u0303'],
  ['widetilde', '\u0303'],
  ['bar', '\u0304'],
  ['overline', '\u0304'],
  ['dot', '\u0307'],
  ['ddot', '\u0308'],
  ['check', '\u030C'],
  ['vec', '\u20D7'],
]);
