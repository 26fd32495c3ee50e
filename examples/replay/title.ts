import { posix } from 'node:path';

/** The most characters a title can have. */
const longest = 255;

/** A post's title: the file's first Markdown heading, or its name where it has none. */
export function titleOf(path: string, body: string): string {
  const heading = /^#{1,6}[ \t]+(\S.*?)[ \t]*#*[ \t]*$/m.exec(body)?.[1];
  return Array.from(heading ?? posix.basename(path))
    .slice(0, longest)
    .join('');
}
