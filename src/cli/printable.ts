// Whatever moves the cursor, clears the screen or turns the direction of writing.
const controls = /(?![\n\t])[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** A text of somebody else's as a terminal shows it and no more: what would steer it stands as an escape. */
export function printable(text: string): string {
  return text.replaceAll(controls, (one) => `\\u${one.codePointAt(0)!.toString(16).padStart(4, '0')}`);
}
