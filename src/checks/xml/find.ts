/** What an answer gives as XML: its one block in a fence, or all of it; null where there is nothing like that. */
export function findXml(answer: string): string | null {
  const fenced = [
    ...answer.matchAll(/(?:^|\n) {0,3}(`{3,}|~{3,})[ \t]*(\w*)[^\n]*\n([\s\S]*?)(?=\n {0,3}\1|$)/g),
  ];
  const named = fenced.find(([, , language = '']) => /^xml$/i.test(language));
  const inside = named ?? fenced.find(([, , , text = '']) => text.trimStart().startsWith('<'));
  if (inside !== undefined) return (inside[3] ?? '').trim();
  const bare = answer.trim();
  return bare.startsWith('<') ? bare : null;
}
