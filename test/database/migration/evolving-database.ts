import type { EntityClass } from '@mikro-orm/core';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { createMigration } from '../../../src/database/migration/create-migration.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { asSuperuser } from '../../support/cluster.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';
import { statementsOf } from './statements-of.js';

const tenant = '00000000-0000-7000-8000-000000000001';

/** A database whose entities change, each time by the migration that `migrate create` writes. */
export class EvolvingDatabase {
  private constructor(
    readonly database: TestDatabase,
    private readonly folder: string,
  ) {}

  /**
   * With one organization, `acme`.
   *
   * @param folder where the migrations are written; one of the test's own where absent
   */
  static async make(entities: EntityClass<object>[], folder?: string): Promise<EvolvingDatabase> {
    folder ??= await temporaryFolder();
    await writeFile(join(folder, 'schema.json'), await readFile(join('migrations', 'schema.json'), 'utf8'));
    await createMigration(folder, { name: 'made', additionalEntities: entities });
    const evolving = new EvolvingDatabase(await createTestDatabase(entities), folder);
    await evolving.work(`insert into organization (id, slug, name) values ('${tenant}', 'acme', 'Acme')`);
    return evolving;
  }

  /**
   * Brings it to other entities.
   *
   * @returns what `migrate create` said
   * @throws what one of the statements does; then nothing is changed
   */
  async become(entities: EntityClass<object>[], ...drops: string[]): Promise<readonly string[]> {
    const snapshot = join(this.folder, 'schema.json');
    const before = await readFile(snapshot, 'utf8');
    const written = await createMigration(this.folder, { name: 'change', additionalEntities: entities, drops });
    const statements = statementsOf(await readFile(join(this.folder, written!.file), 'utf8'));
    const client = new Client({ connectionString: this.database.ownerUrl, options: '-c timezone=UTC' });
    await client.connect();
    try {
      await client.query('begin');
      for (const statement of [...statements, 'select palimpsest.know_shapes()']) await client.query(statement);
      await client.query('commit');
    } catch (error) {
      await writeFile(snapshot, before);
      await rm(join(this.folder, written!.file));
      throw error;
    } finally {
      await client.end();
    }
    return written!.sentences;
  }

  /** Runs SQL for the organization, as a program beside the API would. */
  async work<Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> {
    const client = new Client({ connectionString: this.database.ownerUrl });
    await client.connect();
    try {
      await client.query(`select set_config('app.tenant_id', $1, false)`, [tenant]);
      return (await client.query<Row>(sql, values)).rows;
    } finally {
      await client.end();
    }
  }

  /** What PostgreSQL knows of a table, to be compared with that of a database made from nothing. */
  catalogue(table: string): Promise<object[]> {
    return this.work(
      `select 'column' as kind, column_name || ' ' || udt_name || ' ' || is_nullable || coalesce(' ' || column_default, '') as text
         from information_schema.columns where table_name = $1
       union all select 'constraint', conname || ' ' || pg_get_constraintdef(oid) from pg_constraint where conrelid = $1::regclass and contype <> 'n'
       union all select 'index', pg_get_indexdef(indexrelid) from pg_index where indrelid = $1::regclass
       union all select 'trigger', pg_get_triggerdef(oid) from pg_trigger where tgrelid = $1::regclass and not tgisinternal
       union all select 'policy', policyname || ' ' || qual || ' ' || with_check from pg_policies where tablename = $1
       order by 1, 2`,
      [table],
    );
  }

  /** The versions of a type in the present shape, by their number and record. */
  async versions(type: string): Promise<Record<string, unknown>[]> {
    const rows = await this.work<{ state: Record<string, unknown> }>(
      `select palimpsest.upcast(entity_type, snapshot, shape) as state from entity_version
       where entity_type = $1 order by version, entity_id`,
      [type],
    );
    return rows.map(({ state }) => state);
  }

  /** Records whose newest version, in the present shape, is not their row, columns left out that are sensitive. */
  async differences(type: string, ...sensitive: string[]): Promise<object[]> {
    return this.work(
      `select to_jsonb(r) as row, s.state from "${type}" r
       join lateral (
         select palimpsest.upcast(entity_type, snapshot, shape) as state from entity_version v
         where v.entity_id = r.id order by v.version desc limit 1) s on true
       where not s.state @> to_jsonb(r) - $1::text[]`,
      [sensitive],
    );
  }

  drop(): Promise<void> {
    return this.database.drop();
  }

  /** md5 over all that is stored of history. */
  async stored(): Promise<string> {
    return asSuperuser(this.database.superuserUrl, async (client) => {
      const { rows } = await client.query<{ md5: string }>(
        `select md5(string_agg(stored::text, '' order by stored::text)) as md5 from (
           select to_jsonb(v) - 'entity_type' || jsonb_build_object('snapshot', snapshot::text) from entity_version v
           union all select to_jsonb(a) from audit_entry a) history (stored)`,
      );
      return rows[0]!.md5;
    });
  }
}
