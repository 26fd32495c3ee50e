/** A piece of text: as it stands, or a character that would not be seen or would turn others around. */
export type TextPiece = { readonly text: string } | { readonly hidden: string };

/**
 * Characters that show nothing and change how others are shown: of direction (Unicode Bidirectional Algorithm), without
 * width, and control characters but for tab and line feed. A joiner within an emoji is among them.
 */
const hidden = /(?![\t\n])[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/** A text where nothing but text can stand, such as a title or an option: what hides in it is told by its number there, too. */
export function visibleText(text: string): string {
  return text.replaceAll(hidden, numberOf);
}

/** Takes a text apart, so that what hides in it can be shown. */
export function visiblePieces(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let from = 0;
  for (const { 0: character, index } of text.matchAll(hidden)) {
    if (index > from) pieces.push({ text: text.slice(from, index) });
    pieces.push({ hidden: numberOf(character) });
    from = index + character.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
}

function numberOf(character: string): string {
  return `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
}
