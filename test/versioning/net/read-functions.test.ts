import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { functions } from '../../../src/database/installed/functions.js';
import { readFunctions } from '../../../src/versioning/index.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const greet = `create or replace function palimpsest.greet(whom text) returns text language sql as $$
  -- Politely.
  select 'Hello, ' || whom || ';';
$$`;

/** Puts one file into a folder and reads it. */
async function read(file: string, text: string) {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'within'));
  await writeFile(join(folder, 'within', file), text);
  return readFunctions(pathToFileURL(`${folder}/`));
}

describe('A function of the database', () => {
  it('is a file: what it does, whom it is for, and its statement', async () => {
    const comment = '-- Greets somebody.\n--\n-- whom: a name\n--\n-- callers: application\n';
    expect(await read('greet.sql', `${comment}${greet};\n`)).toEqual([
      {
        name: 'greet',
        documentation: 'Greets somebody.\n\nwhom: a name',
        definition: greet,
        callers: 'application',
      },
    ]);
  });

  it('is for everybody where nothing else is said', async () => {
    expect(await read('greet.sql', `-- Greets.\n${greet};\n`)).toEqual([
      { name: 'greet', documentation: 'Greets.', definition: greet },
    ]);
  });

  it.each([
    ['under another name', 'welcome.sql', `-- Greets.\n${greet};\n`],
    ['without a word of what it does', 'greet.sql', `${greet};\n`],
    ['with an end that is missing', 'greet.sql', `-- Greets.\n${greet}\n`],
  ])('is refused %s', async (_how, file, text) => {
    await expect(read(file, text)).rejects.toThrow(`${file} does not hold`);
  });

  it('works as the owner with a search path of its own alone', () => {
    const asOwner = functions.filter(({ definition }) => definition.includes('security definer'));
    expect(asOwner.length).toBeGreaterThan(20);
    for (const { definition } of asOwner) expect(definition).toContain('set search_path from current');
  });

  it('writes values in one way, whatever a session has set', () => {
    const settings = functions.map(({ definition }) =>
      [...definition.matchAll(/\bset (timezone|extra_float_digits|datestyle|intervalstyle|bytea_output) = /g)]
        .map(([, name]) => name)
        .join(' '),
    );
    expect([...new Set(settings)].toSorted()).toEqual([
      '',
      'timezone',
      'timezone extra_float_digits',
      'timezone extra_float_digits datestyle intervalstyle bytea_output',
    ]);
  });
});
