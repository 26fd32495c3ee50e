import { styleText } from 'node:util';

/** A text in a style where standard output is a terminal that has some, and NO_COLOR does not forbid it; else as it is. */
export function painted(style: Parameters<typeof styleText>[0], text: string): string {
  return styleText(style, text, { stream: process.stdout, validateStream: true });
}
