import { Migrator, MigrationRunner } from '@mikro-orm/migrations';
import { FailedMigration } from './failed-migration.js';

/** The migrator, which says of a migration that fails which it is, and in which statement. */
export class ExplainingMigrator extends Migrator {
  /** Its statements come through here one by one, and are nowhere to be read afterwards. */
  #statement: string | undefined;

  protected override createRunner(): MigrationRunner {
    const { driver } = this;
    const telling = {
      getConnection: () => driver.getConnection(),
      getPlatform: () => driver.getPlatform(),
      execute: (...args: Parameters<typeof driver.execute>) => {
        const [query] = args;
        this.#statement = typeof query === 'string' ? query : undefined;
        return driver.execute(...args);
      },
    };
    return new MigrationRunner(telling as typeof driver, this.options, this.config);
  }

  protected override resolve(params: { name: string; path: string }) {
    const migration = super.resolve(params);
    return {
      ...migration,
      up: async (...args: Parameters<typeof migration.up>) => {
        this.#statement = undefined;
        try {
          await migration.up(...args);
        } catch (error) {
          throw FailedMigration.of(migration.name, this.#statement, error);
        }
      },
    };
  }
}
