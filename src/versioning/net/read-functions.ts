import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { functionSchema, type SqlFunction } from './sql-function.js';

const form = new RegExp(
  `^(?<comment>(?:--.*\\n)+)(?<definition>create or replace function ${functionSchema}\\.(?<name>\\w+)\\([^]*);\\n$`,
);

/** Whom a function is for, as its comment says it. */
const audience = /^callers: (application|owner)$/m;

/**
 * Reads the functions of the database that stand in a folder and in those within it, a file each.
 *
 * @throws {TypeError} which names a file that does not hold one function of its name
 */
export function readFunctions(folder: URL): SqlFunction[] {
  const cwd = fileURLToPath(folder);
  return globSync('**/*.sql', { cwd })
    .toSorted()
    .map((file) => parseFunction(readFileSync(join(cwd, file), 'utf8'), basename(file, '.sql')));
}

function parseFunction(text: string, title: string): SqlFunction {
  const { comment = '', definition = '', name = '' } = form.exec(text)?.groups ?? {};
  if (name !== title.replaceAll('-', '_')) {
    throw new TypeError(`${title}.sql does not hold a comment and the one function of its name.`);
  }
  const said = comment.replaceAll(/^-- ?/gm, '').trim();
  const callers = audience.exec(said)?.[1] as SqlFunction['callers'];
  return { name, documentation: said.replace(audience, '').trim(), definition, ...(callers && { callers }) };
}
