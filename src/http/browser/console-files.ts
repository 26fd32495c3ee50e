import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** A file of the console, as it is sent. */
export interface ConsoleFile {
  readonly type: string;
  readonly content: Buffer;
  readonly compressed: Buffer;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
};

/** Where the build puts the console, seen from the sources as well as from what is built of them. */
export const consoleFolder = join(packageRoot(import.meta.dirname), 'dist/console');

/**
 * Reads the files of the console, once: they are few and small.
 *
 * @returns by their path below the folder, such as `index.html`; empty where it has not been built
 */
export function readConsoleFiles(folder: string = consoleFolder): ReadonlyMap<string, ConsoleFile> {
  const names = globSync('**/*.*', { cwd: folder }).filter((name) => extname(name) in types);
  return new Map(
    names.map((name) => {
      const content = readFileSync(join(folder, name));
      return [name, { type: types[extname(name)]!, content, compressed: gzipSync(content) }];
    }),
  );
}

function packageRoot(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : packageRoot(dirname(folder));
}
