/**
 * Text as people send it, made safe to store and to send on: well-formed Unicode, line ends as `\n`, no control
 * characters but tab and line feed. Nothing else is changed.
 */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll('\r\n', '\n')
    .replace(/\p{Cc}/gu, cleanControl);
}

function cleanControl(character: string): string {
  if (character === '\n' || character === '\t') return character;
  return character === '\r' ? '\n' : '';
}
