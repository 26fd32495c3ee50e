import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from './support/temporary-folder.js';

it('builds beside each other bring the same functions, and touch none that is there already', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'src/net'), { recursive: true });
  const names = Array.from({ length: 200 }, (_, n) => `f${n}.sql`);
  for (const name of names) await writeFile(join(folder, 'src/net', name), name.repeat(1000));
  const build = async () => {
    const child = spawn(process.execPath, [resolve('copy-sql.mjs')], { cwd: folder, stdio: 'inherit' });
    const [code] = (await once(child, 'exit')) as [number | null];
    return code;
  };
  expect(await Promise.all([build(), build(), build(), build()])).toEqual([0, 0, 0, 0]);
  expect((await readdir(join(folder, 'dist/src/net'))).toSorted()).toEqual(names.toSorted());
  const copy = join(folder, 'dist/src/net/f7.sql');
  expect(await readFile(copy, 'utf8')).toBe('f7.sql'.repeat(1000));

  const [, before] = [await writeFile(join(folder, 'dist/src/net/gone.sql'), ''), (await stat(copy)).ino];
  await writeFile(join(folder, 'src/net/f8.sql'), 'changed');
  expect(await build()).toBe(0);
  expect((await stat(copy)).ino).toBe(before);
  expect(await readFile(join(folder, 'dist/src/net/f8.sql'), 'utf8')).toBe('changed');
  expect(await readdir(join(folder, 'dist/src/net'))).not.toContain('gone.sql');
});
