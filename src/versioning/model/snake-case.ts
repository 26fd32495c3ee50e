/** The column, or the key in snapshots, that a name of a class has: `author_id` for `authorId`. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
