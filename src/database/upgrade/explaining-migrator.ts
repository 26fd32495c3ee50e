import { Migrator, MigrationRunner } from '@mikro-orm/migrations';
import { FailedMigration } from './failed-migration.js';
import { type StandInTable, standInTablesFor } from './stand-in-table.js';

/** SQL; those from before there were shapes have nothing to say of them. */
const knowShapes = `do $$ begin
  if to_regclass('entity_shape') is not null then perform palimpsest.know_shapes(); end if;
end $$`;

/**
 * The migrator, which says of a migration that fails which it is, and in which statement. One that changes a versioned table
 * and does not say what becomes of its history fails too.
 */
export class ExplainingMigrator extends Migrator {
  /** Its statements come through here one by one, and are nowhere to be read afterwards. */
  #statement: string | undefined;
  #migration = '';
  #standIns: readonly StandInTable[] = [];

  protected override createRunner(): MigrationRunner {
    const { driver } = this;
    const telling = {
      getConnection: () => driver.getConnection(),
      getPlatform: () => driver.getPlatform(),
      execute: async (...args: Parameters<typeof driver.execute>) => {
        const [query, , , transaction] = args;
        this.#statement = typeof query === 'string' ? query : undefined;
        if (this.#standIns.length === 0) {
          for (const standIn of standInTablesFor(this.#migration, this.#statement ?? '')) {
            const [{ isThere }] = await driver.execute<[{ isThere: boolean }]>(
              `select to_regclass('${standIn.table}') is not null as "isThere"`,
              [],
              'all',
              transaction,
            );
            if (isThere) continue;
            this.#standIns = [...this.#standIns, standIn];
            await driver.execute(standIn.make, [], 'all', transaction);
          }
        }
        return driver.execute(...args);
      },
    };
    return new MigrationRunner(telling as typeof driver, this.options, this.config);
  }

  protected override resolve(params: { name: string; path: string }) {
    const migration = super.resolve(params);
    return {
      ...migration,
      up: async (afterRun: Parameters<typeof migration.up>[0]) => {
        this.#statement = undefined;
        this.#migration = migration.name;
        this.#standIns = [];
        try {
          await migration.up(async (transaction) => {
            this.#statement = undefined;
            for (const { remove } of this.#standIns.toReversed()) {
              await this.driver.execute(remove, [], 'all', transaction);
            }
            await this.driver.execute(knowShapes, [], 'all', transaction);
            await afterRun?.(transaction);
          });
        } catch (error) {
          throw FailedMigration.of(migration.name, this.#statement, error);
        }
      },
    };
  }
}
