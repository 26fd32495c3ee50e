/** Where the server of the document listens; the one under test has a port of its own. */
export const documentedUrl = 'http://127.0.0.1:4000';

const standIns = /(<[^<>]+>|http:\/\/127\.0\.0\.1:4000)/;

/**
 * Holds what a program printed against what the document says it prints.
 *
 * @returns what stood in the place of `<password>` and the like, and of the documented URL
 * @throws Error where it is anything else
 */
export function readPrinted(documented: string, printed: string): ReadonlyMap<string, string> {
  const names: string[] = [];
  const pattern = documented.split(standIns).map((part, index) => {
    if (index % 2 === 0) return part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    const known = names.indexOf(part) + 1;
    if (known > 0) return `\\${known}(?!\\d)`;
    names.push(part);
    return part === documentedUrl ? '(http://127\\.0\\.0\\.1:\\d+)' : '(\\S+)';
  });
  const match = new RegExp(`^${pattern.join('')}$`).exec(printed);
  if (!match) throw new Error(`It printed\n${printed}\nwhere the document says\n${documented}`);
  return new Map(names.map((name, index) => [name, match[index + 1]!]));
}
