const zip = (from: string, to: string): Map<string, string> => {
  const targets = Array.from(to);
  return new Map(Array.from(from, (character, index) => [character, targets[index] ?? character]));
};

/** Superscripts that common fonts have: not q, nor most capitals and Greek. */
const SUPERSCRIPTS = zip(
  '0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWαβγδεθφχ∗*′″°†⊤∘/',
  '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵅᵝᵞᵟᵋᶿᵠᵡ**′″°†ᵀ°ᐟ',
);
const SUBSCRIPTS = zip('0123456789+-−=()aehijklmnoprstuvxβγρφχ', '₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ');

/** A script longer than this is hard to read in small letters. */
const SCRIPT_MAX = 8;
/** What may be set behind `_` as it is: `v_max`, `x_b`. */
const PLAIN_SUBSCRIPT = /^[\p{L}\p{N}]{1,12}$/u;
/** What may be set behind `^` in brackets: `e^(−iωt)`. Not a power of a power, nor anything with an index. */
const PLAIN_SUPERSCRIPT = /^[\p{L}\p{N}\s+\-−·/()]{1,10}$/u;

/** The text raised, or null when that does not read well. */
export function superscript(text: string): string | null {
  const tight = text.replaceAll(' ', '');
  const raised = mapAll(tight, SUPERSCRIPTS);
  if (raised !== null) return raised;
  if (!PLAIN_SUPERSCRIPT.test(text)) return null;
  return Array.from(tight).length === 1 ? `^${tight}` : `^(${tight})`;
}

/** The text lowered, or null when that does not read well. */
export function subscript(text: string): string | null {
  const tight = text.replaceAll(' ', '');
  return mapAll(tight, SUBSCRIPTS) ?? (PLAIN_SUBSCRIPT.test(text) ? `_${text}` : null);
}

function mapAll(text: string, map: ReadonlyMap<string, string>): string | null {
  const characters = Array.from(text, (character) => map.get(character));
  if (characters.length === 0 || characters.length > SCRIPT_MAX || characters.includes(undefined))
    return null;
  return characters.join('');
}
