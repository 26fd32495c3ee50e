import { cp, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createMigration } from '../../src/database/migration/create-migration.js';
import { temporaryFolder } from '../support/temporary-folder.js';

describe('migrate create', () => {
  it('finds nothing to do, so the committed migrations are what the entities say', async () => {
    const folder = await temporaryFolder();
    await cp('migrations', folder, { recursive: true });
    expect(await createMigration(folder)).toBeUndefined();
    expect((await readdir(folder)).toSorted()).toEqual((await readdir('migrations')).toSorted());
  });

  it('writes an empty one where that is asked for, beside the same state', async () => {
    const folder = await temporaryFolder();
    await cp('migrations', folder, { recursive: true });
    const { file } = (await createMigration(folder, { name: 'data', blank: true }))!;
    expect(file).toMatch(/^Migration\d{14}_data\.ts$/);
    const written = await readFile(join(folder, file), 'utf8');
    expect([...written.matchAll(/addSql\(`(.*)`\)/g)].map(([, sql]) => sql)).toEqual(['select 1']);
    const snapshots = [folder, 'migrations'].map((path) => readFile(join(path, 'schema.json'), 'utf8'));
    const [after, before] = await Promise.all(snapshots);
    expect(JSON.parse(after!)).toEqual(JSON.parse(before!));
  });

  it('writes no two into one file, however fast they are written', async () => {
    const folder = await temporaryFolder();
    await cp('migrations', folder, { recursive: true });
    const files: string[] = [];
    for (let made = 0; made < 3; made += 1) {
      files.push((await createMigration(folder, { name: 'data', blank: true }))!.file);
    }
    expect(new Set(files).size).toBe(3);
    expect(files).toEqual(files.toSorted());
  });

  it('writes what is missing, and the snapshot of the state that it leads to', async () => {
    const folder = await temporaryFolder();
    const { file } = (await createMigration(folder, { name: 'first' }))!;
    expect(file).toMatch(/^Migration\d{14}_first\.ts$/);
    expect(await readFile(join(folder, file), 'utf8')).toContain('create table "post"');
    expect(JSON.parse(await readFile(join(folder, 'schema.json'), 'utf8'))).toEqual(
      JSON.parse(await readFile(join('migrations', 'schema.json'), 'utf8')),
    );
    await rm(join(folder, file));
  });
});
